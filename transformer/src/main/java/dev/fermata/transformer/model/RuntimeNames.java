package dev.fermata.transformer.model;

import java.util.regex.Pattern;

/**
 * Every name of the runtime that the transformer recognises or writes into a class: the one place
 * where the two meet. A test resolves each of them against the real runtime.
 */
public final class RuntimeNames {
  /** The version of the runtime interface that generated code is written for. */
  public static final int ABI = 1;

  /** The oldest version that a runtime of this release accepts. */
  public static final int OLDEST_ABI = 1;

  /**
   * The name of the class attribute that marks a transformed class; its content is {@link #ABI} as
   * a u2.
   */
  public static final String MARKER = "dev.fermata.Transformed";

  public static final String ASYNC_DESC = "Ldev/fermata/Async;";
  public static final String SILENCE_DESC = "Ldev/fermata/SilenceFermata;";
  public static final String CANCELLED_ERROR = "dev/fermata/CancelledError";
  public static final String FERMATA = "dev/fermata/Fermata";
  public static final String AWAIT = "await";
  public static final String AWAITABLE_DESC = "Ldev/fermata/Awaitable;";
  public static final String AWAIT_AWAITABLE = "(Ldev/fermata/Awaitable;)Ljava/lang/Object;";
  public static final String AWAIT_STAGE =
      "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;";

  public static final String COROUTINE = "dev/fermata/Coroutine";
  public static final String COROUTINE_OF = "of";
  public static final String COROUTINE_OF_DESC = "(Ljava/lang/Object;)Ldev/fermata/Coroutine;";
  public static final String COROUTINE_DONE = "done";
  public static final String COROUTINE_DONE_DESC = "()Ldev/fermata/Coroutine;";

  public static final String FUTURE = "java/util/concurrent/CompletableFuture";
  public static final String COMPLETED_FUTURE = "completedFuture";
  public static final String COMPLETED_FUTURE_DESC =
      "(Ljava/lang/Object;)Ljava/util/concurrent/CompletableFuture;";
  public static final String COMPLETED_STAGE = "completedStage";
  public static final String COMPLETED_STAGE_DESC =
      "(Ljava/lang/Object;)Ljava/util/concurrent/CompletionStage;";
  public static final String STAGE = "java/util/concurrent/CompletionStage";

  private static final Pattern RUNTIME =
      Pattern.compile("dev/fermata/((continuation|net|process|sync|internal/.+)/)?[^/]+");

  private static final String PACKAGE = "dev/fermata/continuation/";

  public static final String CONTEXT = PACKAGE + "Context";
  public static final String CONTEXT_DESC = "L" + CONTEXT + ";";
  public static final String SUSPENDED = "suspended";
  public static final String PUSH = "push";
  public static final String PUSH_DESC = "(Ldev/fermata/continuation/Frame;)V";
  public static final String ABANDON = "abandon";
  public static final String ABANDON_DESC = "(Ljava/lang/Throwable;)Ljava/lang/Throwable;";
  public static final String RETURNED = "returned";

  public static final String AWAITED = PACKAGE + "Awaited";
  public static final String AWAITED_AWAIT_DESC =
      "(Ljava/lang/Object;Ldev/fermata/continuation/Context;)Ljava/lang/Object;";

  public static final String FRAME_OF = "frameOf";
  public static final String FRAME_OF_DESC = "(Ljava/lang/Object;)Ldev/fermata/continuation/Frame;";

  /** The class with a method for each form of a value, {@code object} or {@code intValue}. */
  public static final String RETURNED_VALUE = PACKAGE + "Returned";

  public static final String FRAME = PACKAGE + "Frame";
  public static final String FRAME_DESC = "L" + FRAME + ";";
  public static final String STATE = "state";
  public static final String R0 = "r0";
  public static final String FRAME_DISPATCHER = "dispatcher";
  public static final String FRAME_DISPATCHER_DESC = "()Ldev/fermata/continuation/Dispatcher;";
  public static final String CLEAR = "clear";
  public static final String UNKNOWN_STATE = "unknownState";
  public static final String UNKNOWN_STATE_DESC = "()Ljava/lang/IllegalStateException;";
  public static final String PACK = "pack";
  public static final String PACK_DESC = "(II)J";
  public static final String HIGH = "high";
  public static final String HIGH_DESC = "(J)I";

  public static final String FRAMES = PACKAGE + "Frames";
  public static final String SHAPE_OF = "of";
  public static final String NARROW_VALUE = "i0";
  public static final String WIDE_REFS = "refs";
  public static final String WIDE_LONGS = "longs";

  /** The class with the values that suspension points save together. */
  public static final String SAVED_VALUES = PACKAGE + "SavedValues";

  private static final String SAVED_VALUES_DESC = "L" + SAVED_VALUES + ";";
  public static final String BEGIN = "begin";
  public static final String BEGIN_DESC = "(IIII)" + SAVED_VALUES_DESC;
  public static final String ADD = "add";
  public static final String END = "frame";
  public static final String END_DESC =
      "(Ljava/lang/Object;Ldev/fermata/continuation/Frame;"
          + "Ldev/fermata/continuation/Dispatcher;I)Ldev/fermata/continuation/Frame;";
  public static final String OF_FRAME = "of";
  public static final String OF_FRAME_DESC =
      "(Ldev/fermata/continuation/Frame;)" + SAVED_VALUES_DESC;
  public static final String TAKE = "take";

  public static final String DISPATCHER = PACKAGE + "Dispatcher";
  public static final String DISPATCHER_DESC = "L" + DISPATCHER + ";";
  public static final String RESUME = "resume";
  public static final String DISPATCH_DESC =
      "(Ldev/fermata/continuation/Frame;Ldev/fermata/continuation/Context;)Ljava/lang/Object;";

  /** Brings frames to the code of a class that has taken the place of theirs. */
  public static final String REDEFINITION = PACKAGE + "Redefinition";

  public static final String MOVE = "move";
  public static final String MOVE_DESC = "(Ldev/fermata/continuation/Frame;Ljava/lang/String;)V";

  public static final String LAUNCHER = PACKAGE + "Launcher";
  public static final String LAUNCH_COROUTINE = "coroutine";
  public static final String LAUNCH_FUTURE = "future";
  public static final String LAUNCH_DESC = "(Ldev/fermata/continuation/Frame;)Ljava/lang/Object;";
  public static final String COMPLETED_VALUE = "completedValue";
  public static final String COMPLETED_VALUE_DESC = "(Ljava/lang/Object;)Ljava/lang/Object;";

  public static final String BOOTSTRAPS = PACKAGE + "Bootstraps";
  public static final String LINK_DISPATCHER = "dispatcher";
  public static final String LINK_DISPATCHER_DESC =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;";

  public static final String LINK_CALL = "call";
  public static final String LINK_CALL_DESC = LINK_DISPATCHER_DESC;
  public static final String LINK_REACHES = "reaches";
  public static final String LINK_REACHES_DESC =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;"
          + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;I)Ljava/lang/Boolean;";
  public static final String LINK_PARK = "park";
  public static final String LINK_PARK_DESC =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/Object;Ljava/lang/String;"
          + "Ljava/lang/String;)V";

  private RuntimeNames() {}

  /** The descriptor of the method that adds so many values of a type. */
  public static String addDescriptor(String type, int count) {
    return "(" + type.repeat(count) + ")" + SAVED_VALUES_DESC;
  }

  /** Whether a class belongs to the runtime itself. */
  public static boolean isRuntime(String internalName) {
    return RUNTIME.matcher(internalName).matches();
  }
}
