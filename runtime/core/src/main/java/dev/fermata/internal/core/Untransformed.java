package dev.fermata.internal.core;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Dispatcher;
import java.io.File;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the asynchronous method that runs as plain Java because its class has not been transformed,
 * and makes the error message. It is used only when an error is made anyway.
 */
public final class Untransformed {
  /** Includes hidden frames, because they include the methods of hidden classes. */
  private static final StackWalker STACK =
      StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES));

  private static final String WAYS =
      " Transform its class inside of javac, with fermata-transformer on the processor path; or by"
          + " the goal fermata:transform of the Maven plugin, by -javaagent:%s when the program"
          + " starts, or by the command line's fermata transform";

  private static final String AGENT = "fermata-transformer";

  private static final String OUTSIDE =
      ". Call this in a coroutine, an @Async method that returns a Coroutine or the lambda of"
          + " Fermata.async, and run that by Fermata.run or a Runner where the thread is the"
          + " program's own, and by LoopThread.submit where it is a server's or a pool's";

  /** The types that an asynchronous method may return. */
  private static final Set<Class<?>> AWAITABLE =
      Set.of(Coroutine.class, CompletableFuture.class, CompletionStage.class);

  /** The names that javac, ecj and Kotlin's compiler give to the code of a lambda in a method. */
  private static final Pattern LAMBDA =
      Pattern.compile("lambda\\$(?:(?<java>.+)\\$)?\\d+|(?<kotlin>.+)\\$lambda\\$\\d+");

  /**
   * The class of {@code await}. It is named by a string, because this package must not refer to it.
   */
  private static final String FERMATA = "dev.fermata.Fermata";

  private Untransformed() {}

  /** The error of {@code await} itself, which transformed code never calls. */
  public static IllegalStateException awaited() {
    StackFrame caller = first(frame -> true);
    String who = caller == null ? "unknown code" : caller.toStackTraceElement().toString();
    return new IllegalStateException(
        "await was called by " + who + ", which has not been transformed." + help(caller));
  }

  /** The error of a call that needs a running loop, in a thread that runs none. */
  public static IllegalStateException noneRunning() {
    StackFrame method = first(Untransformed::runsUntransformed);
    return new IllegalStateException(
        method == null
            ? "no running event loop in the thread " + Thread.currentThread().getName() + OUTSIDE
            : "no running event loop: "
                + method.toStackTraceElement()
                + ", an asynchronous method, runs as plain Java, for it has not been transformed."
                + help(method));
  }

  private static String help(StackFrame frame) {
    String ways = WAYS.formatted(agentJar());
    return frame != null && frame.getDeclaringClass().isHidden()
        ? ways + "; a hidden class, which no agent sees, before it is defined"
        : ways;
  }

  /** The agent's jar as the JVM's option names it: its path where it is on the class path. */
  private static String agentJar() {
    StringTokenizer classPath =
        new StringTokenizer(System.getProperty("java.class.path", ""), File.pathSeparator);
    while (classPath.hasMoreTokens()) {
      String entry = classPath.nextToken();
      String name = new File(entry).getName();
      if (name.startsWith(AGENT) && name.endsWith(".jar")) {
        return new File(entry).getAbsolutePath();
      }
    }
    return AGENT + ".jar";
  }

  /**
   * The innermost frame that meets a condition, apart from this library's and the JVM's own frames.
   */
  private static StackFrame first(Predicate<StackFrame> condition) {
    return STACK.walk(
        frames ->
            frames
                .filter(frame -> !isPlumbing(frame.getDeclaringClass()))
                .filter(condition)
                .findFirst()
                .orElse(null));
  }

  /** Whether a class is this one, {@code Fermata}, or one that the JVM made for a call. */
  private static boolean isPlumbing(Class<?> type) {
    String name = type.getName();
    return type == Untransformed.class
        || name.equals(FERMATA)
        || name.startsWith("java.lang.invoke.")
        || name.startsWith("jdk.internal.reflect.")
        || name.startsWith("java.lang.reflect.")
        || (type.isHidden() && type.isSynthetic());
  }

  /** Whether a method, or the one around a lambda, is marked and not transformed. */
  private static boolean runsUntransformed(StackFrame frame) {
    try {
      MethodType type = frame.getMethodType();
      return AWAITABLE.contains(type.returnType())
          && runsUntransformed(frame, type, frame.getDeclaringClass().getDeclaredMethods());
    } catch (LinkageError | TypeNotPresentException missing) {
      // A type of some method is missing, so nothing is known of this one.
      return false;
    }
  }

  private static boolean runsUntransformed(StackFrame frame, MethodType type, Method[] siblings) {
    String name = frame.getMethodName();
    boolean marked = false;
    for (Method method : siblings) {
      if (isDispatcher(method)) {
        return false;
      }
      if (method.isAnnotationPresent(Async.class)) {
        MethodType declared =
            MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        boolean same = method.getName().equals(name) && declared.equals(type);
        marked |= same || isLambdaIn(method.getName(), name);
      }
    }
    return marked;
  }

  /** Whether a method is the code of a lambda in another one. Not all compilers tell in which. */
  private static boolean isLambdaIn(String around, String name) {
    Matcher lambda = LAMBDA.matcher(name);
    if (!lambda.matches()) {
      return false;
    }
    String java = lambda.group("java");
    String told = java == null ? lambda.group("kotlin") : java;
    return told == null || told.equals(around);
  }

  /** Whether a method is the one that marks a transformed class. */
  private static boolean isDispatcher(Method method) {
    return method.isSynthetic()
        && method.getParameterCount() == 0
        && method.getReturnType() == Dispatcher.class;
  }
}
