package dev.fermata.agent.programs;

import static dev.fermata.Fermata.run;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.UnmodifiableClassException;

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
  }
}
