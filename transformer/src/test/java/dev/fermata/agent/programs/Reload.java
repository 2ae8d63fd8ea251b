package dev.fermata.agent.programs;

import static dev.fermata.Fermata.run;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicReference;

/** A program whose class is transformed again and replaced while it runs. */
public final class Reload {
  private Reload() {}

  /** Greets before and after. */
  public static void main(String[] arguments)
      throws IOException, UnmodifiableClassException, ClassNotFoundException {
    System.out.println(run(Hello.greet("first")));
    Instruments.instrumentation.retransformClasses(Hello.class);
    System.out.println(run(Hello.greet("retransformed")));
    try (InputStream in = Hello.class.getResourceAsStream("Hello.class")) {
      ClassDefinition untransformed = new ClassDefinition(Hello.class, in.readAllBytes());
      Instruments.instrumentation.redefineClasses(untransformed);
    }
    System.out.println(run(Hello.greet("redefined")));
    Instruments.instrumentation.redefineClasses(new ClassDefinition(Hello.class, asLoaded()));
    System.out.println(run(Hello.greet("redefined as it was loaded")));
  }

  /** The class file that the JVM gives another agent: its own, written anew. */
  private static byte[] asLoaded() throws UnmodifiableClassException {
    AtomicReference<byte[]> seen = new AtomicReference<>();
    ClassFileTransformer reader =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> type,
              ProtectionDomain domain,
              byte[] classFile) {
            seen.set(classFile);
            return null;
          }
        };
    Instruments.instrumentation.addTransformer(reader, true);
    Instruments.instrumentation.retransformClasses(Hello.class);
    Instruments.instrumentation.removeTransformer(reader);
    return seen.get();
  }
}
