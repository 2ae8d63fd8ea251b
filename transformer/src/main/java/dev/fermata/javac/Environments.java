package dev.fermata.javac;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.annotation.processing.ProcessingEnvironment;

/** Finds javac's own processing environment behind those that build tools put around it. */
final class Environments {
  private static final int DEEPEST = 4;

  private Environments() {}

  /** What a build tool has wrapped, or the given one where it is not known how to unwrap it. */
  static ProcessingEnvironment unwrapped(ProcessingEnvironment given) {
    ProcessingEnvironment env = given;
    for (int i = 0; i < DEEPEST; i++) {
      ProcessingEnvironment inner =
          Proxy.isProxyClass(env.getClass()) ? ofIntellij(env) : ofGradle(env);
      if (inner == null) {
        break;
      }
      env = inner;
    }
    return env;
  }

  /** IntelliJ's builder gives a proxy, and has a public class that looks behind it. */
  private static ProcessingEnvironment ofIntellij(ProcessingEnvironment env) {
    try {
      Method unwrap =
          env.getClass()
              .getClassLoader()
              .loadClass("org.jetbrains.jps.javac.APIWrappers")
              .getDeclaredMethod("unwrap", Class.class, Object.class);
      Object inner = unwrap.invoke(null, ProcessingEnvironment.class, env);
      return inner == env ? null : (ProcessingEnvironment) inner;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Gradle's incremental environment has the real one in a field. */
  private static ProcessingEnvironment ofGradle(ProcessingEnvironment env) {
    try {
      Field delegate = env.getClass().getDeclaredField("delegate");
      delegate.setAccessible(true);
      return delegate.get(env) instanceof ProcessingEnvironment inner ? inner : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
