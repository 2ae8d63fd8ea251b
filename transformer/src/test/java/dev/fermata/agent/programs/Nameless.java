package dev.fermata.agent.programs;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** A program that defines an asynchronous class without saying its name, and a hidden one. */
public final class Nameless {
  private Nameless() {}

  /** Greets by the one, and tells how the other ends. */
  public static void main(String[] arguments) throws Exception {
    byte[] hello = bytes();
    greet(new Definer().define(hello), arguments);
    try {
      greet(MethodHandles.lookup().defineHiddenClass(hello, true).lookupClass(), arguments);
    } catch (ReflectiveOperationException e) {
      System.out.println("hidden: " + e.getCause().getClass().getSimpleName());
    }
  }

  private static byte[] bytes() throws IOException {
    try (InputStream in = Nameless.class.getResourceAsStream("Hello.class")) {
      return in.readAllBytes();
    }
  }

  private static void greet(Class<?> hello, String[] names) throws ReflectiveOperationException {
    hello.getMethod("main", String[].class).invoke(null, (Object) names);
  }

  /** Does not say how the classes are called that it defines. */
  private static final class Definer extends ClassLoader {
    Definer() {
      super(Nameless.class.getClassLoader());
    }

    Class<?> define(byte[] classFile) {
      return defineClass(null, classFile, 0, classFile.length);
    }
  }
}
