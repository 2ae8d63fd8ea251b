package dev.fermata.transformer.check;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Finds a class's asynchronous methods, and everything in it that cannot be compiled. */
public final class Checker {
  private static final int MAX_METHODS = 0xFFFF;

  /**
   * The methods to which other tools move code: AspectJ what an {@code @Around} advice surrounds,
   * Byte Buddy what it rebases. No annotation goes with it.
   */
  private static final Pattern MOVED =
      Pattern.compile(".*(_aroundBody\\d++(\\$advice)?|\\$original\\$\\w++)");

  /** The descriptors of annotations that a source may call {@code @Async}. */
  private static final Pattern CALLED_ASYNC = Pattern.compile("L(.*[/$])?Async;");

  private final ClassNode node;
  private final Set<String> lambdaBodies;

  /** Gives the class with the methods that do not await, too. */
  private final Supplier<ClassNode> whole;

  /**
   * The lambdas that go to a method of the JDK, which calls them itself, and that method; null as
   * long as nobody has asked.
   */
  private Map<String, String> calledBy;

  private final Set<Diagnostic> diagnostics = new LinkedHashSet<>();
  private final List<AsyncMethod> methods = new ArrayList<>();

  /**
   * Checks a class.
   *
   * @param node the class with its methods that are asynchronous or await
   * @param lambdaBodies the methods of which the class makes lambdas, by name and descriptor
   * @param whole gives the class with all of its methods, for what is said of an error
   */
  public Checker(ClassNode node, Set<String> lambdaBodies, Supplier<ClassNode> whole) {
    this.node = node;
    this.whole = whole;
    this.lambdaBodies = lambdaBodies;
    node.methods.forEach(this::readDynamicCalls);
    node.methods.forEach(this::checkMethod);
  }

  /** Whether a method is marked as asynchronous or contains an await. */
  public static boolean concerns(MethodNode method) {
    return isAnnotated(method) || firstAwait(method) != null;
  }

  /** The asynchronous methods, in the order of the class file. */
  public List<AsyncMethod> methods() {
    return methods;
  }

  /** The findings, in no certain order; each place once, also where a compiler copied the code. */
  public List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  // ------------------------------------------------------------------ invokedynamic

  private void readDynamicCalls(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (insn instanceof InvokeDynamicInsnNode call) {
        for (Object argument : call.bsmArgs) {
          if (argument instanceof Handle handle) {
            readHandle(method, insn, handle);
          }
        }
      }
    }
  }

  private void readHandle(MethodNode method, AbstractInsnNode insn, Handle handle) {
    if (handle.getOwner().equals(RuntimeNames.FERMATA)
        && handle.getName().equals(RuntimeNames.AWAIT)) {
      diagnostics.add(
          DiagnosticKind.AWAIT_REFERENCE.at(
              Location.of(node, method, insn),
              "await is used as a method reference, and so would run in code that is not"
                  + " asynchronous"));
    }
  }

  /** The method of the JDK that calls a lambda; null where there is none. */
  private String callerOf(MethodNode lambda) {
    if (calledBy == null) {
      calledBy = new HashMap<>();
      for (MethodNode method : whole.get().methods) {
        for (AbstractInsnNode insn : method.instructions) {
          if (insn instanceof InvokeDynamicInsnNode made
              && Insns.nextReal(made) instanceof MethodInsnNode call
              && call.owner.startsWith("java/")) {
            noteCaller(made, call);
          }
        }
      }
    }
    return calledBy.get(lambda.name + lambda.desc);
  }

  private void noteCaller(InvokeDynamicInsnNode made, MethodInsnNode call) {
    for (Object argument : made.bsmArgs) {
      if (argument instanceof Handle handle) {
        String type = call.owner.substring(call.owner.lastIndexOf('/') + 1);
        calledBy.put(handle.getName() + handle.getDesc(), type + "." + call.name);
      }
    }
  }

  // ------------------------------------------------------------------ methods

  private void checkMethod(MethodNode method) {
    AbstractInsnNode await = firstAwait(method);
    if (isAnnotated(method)) {
      checkAnnotated(method);
    } else if (await != null && isAsyncLambda(method)) {
      addMethod(method);
    } else if (await != null) {
      refuseAwaits(method);
    }
  }

  private void checkAnnotated(MethodNode method) {
    if ((method.access & Opcodes.ACC_NATIVE) != 0) {
      diagnostics.add(
          DiagnosticKind.NATIVE_METHOD.at(
              Location.of(node, method), "a native method cannot be @Async"));
    } else if (Kind.of(method.desc) == null) {
      diagnostics.add(
          DiagnosticKind.RETURN_TYPE.at(
              Location.of(node, method),
              "an @Async method cannot return " + Type.getReturnType(method.desc).getClassName()));
    } else if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
      diagnostics.add(
          DiagnosticKind.SYNCHRONIZED_METHOD.at(
              Location.of(node, method),
              "an @Async method cannot be synchronized: the monitor would be released at its"
                  + " first await"));
    } else {
      addMethod(method);
    }
  }

  private void addMethod(MethodNode method) {
    if (methods.size() == MAX_METHODS) {
      diagnostics.add(
          DiagnosticKind.TOO_LARGE.at(Location.of(node), "the class has too many @Async methods"));
      return;
    }
    checkBody(method);
    methods.add(new AsyncMethod(method, methods.size(), Kind.of(method.desc)));
  }

  private void checkBody(MethodNode method) {
    HoldDepth monitors = HoldDepth.hasMonitors(method) ? HoldDepth.ofMonitors(method) : null;
    int index = 0;
    for (AbstractInsnNode insn : method.instructions) {
      if (insn.getOpcode() == Opcodes.JSR || insn.getOpcode() == Opcodes.RET) {
        diagnostics.add(
            DiagnosticKind.SUBROUTINE.at(
                Location.of(node, method, insn), "the method has a subroutine (jsr, ret)"));
        return;
      }
      if (monitors != null && Insns.isAwait(insn) && monitors.isHeld(index)) {
        diagnostics.add(
            DiagnosticKind.AWAIT_IN_MONITOR.at(
                Location.of(node, method, insn),
                "await stands inside a synchronized block, whose monitor cannot be held while"
                    + " the method is suspended"));
      }
      index++;
    }
  }

  private void refuseAwaits(MethodNode method) {
    boolean initialiser = method.name.startsWith("<");
    for (AbstractInsnNode insn : method.instructions) {
      if (Insns.isAwait(insn)) {
        Location place = Location.of(node, method, insn);
        diagnostics.add(
            initialiser
                ? DiagnosticKind.AWAIT_IN_INITIALISER.at(
                    place, "await stands in " + initialiserName(method))
                : awaitInPlainMethod(method, place));
      }
    }
  }

  private Diagnostic awaitInPlainMethod(MethodNode method, Location place) {
    String caller = callerOf(method);
    if (caller != null) {
      return DiagnosticKind.AWAIT_IN_PLAIN_METHOD.at(
          place,
          "await stands in a lambda that " + caller + " calls, and that cannot wait",
          "use a for loop in an asynchronous method, or await gather(…) over a coroutine for each"
              + " element");
    }
    if (MOVED.matcher(method.name).matches()) {
      return DiagnosticKind.AWAIT_IN_PLAIN_METHOD.at(
          place,
          "await stands in code that another tool has moved out of an asynchronous method",
          "let Fermata transform the class first, and weave it afterwards");
    }
    return foreignAsync(method)
        .map(
            foreign ->
                DiagnosticKind.AWAIT_IN_PLAIN_METHOD.at(
                    place,
                    "await stands in a method that is not asynchronous, for its @Async is "
                        + foreign
                        + " and not "
                        + Type.getType(RuntimeNames.ASYNC_DESC).getClassName(),
                    "annotate it with that one, and let it return Coroutine<T>"))
        .orElseGet(
            () ->
                DiagnosticKind.AWAIT_IN_PLAIN_METHOD.at(
                    place, "await stands in a method that is not asynchronous"));
  }

  /** The name of another library's annotation that is called as ours. */
  private static Optional<String> foreignAsync(MethodNode method) {
    return Stream.of(method.visibleAnnotations, method.invisibleAnnotations)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(annotation -> annotation.desc)
        .filter(desc -> CALLED_ASYNC.matcher(desc).matches())
        .map(desc -> Type.getType(desc).getClassName())
        .findFirst();
  }

  private static String initialiserName(MethodNode method) {
    return method.name.equals("<init>")
        ? "a constructor or an instance initialiser"
        : "a static initialiser";
  }

  private boolean isAsyncLambda(MethodNode method) {
    if ((method.access & Opcodes.ACC_SYNTHETIC) == 0 && !isKotlinsLambda(method)) {
      return false;
    }
    return Kind.of(method.desc) != null
        && (lambdaBodies.contains(method.name + method.desc) || isUnusedLambda(method));
  }

  /** Kotlin does not mark the bodies of lambdas as synthetic. */
  private static boolean isKotlinsLambda(MethodNode method) {
    return (method.access & Opcodes.ACC_PRIVATE) != 0 && method.name.contains("$lambda$");
  }

  /**
   * Javac writes the body also of a lambda that stands in code which it leaves out, because of a
   * condition that is always false for example.
   */
  private static boolean isUnusedLambda(MethodNode method) {
    return (method.access & Opcodes.ACC_PRIVATE) != 0 && method.name.startsWith("lambda$");
  }

  /**
   * Whether the source asks for the method to be asynchronous. A bridge carries a copy of the
   * annotation only.
   */
  private static boolean isAnnotated(MethodNode method) {
    return (method.access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT)) == 0
        && (has(method.visibleAnnotations) || has(method.invisibleAnnotations));
  }

  private static boolean has(List<AnnotationNode> annotations) {
    return annotations != null
        && annotations.stream().anyMatch(a -> a.desc.equals(RuntimeNames.ASYNC_DESC));
  }

  private static AbstractInsnNode firstAwait(MethodNode method) {
    for (AbstractInsnNode insn : method.instructions) {
      if (Insns.isAwait(insn)) {
        return insn;
      }
    }
    return null;
  }
}
