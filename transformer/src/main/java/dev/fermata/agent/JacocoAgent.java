package dev.fermata.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;

/**
 * JaCoCo's agent, listed behind ours: it must see the classes before us, because its report is made
 * from the class files of the build.
 *
 * <p>The JVM calls the transformers that cannot retransform first, in the order of the agents, and
 * then those that can. Ours is of the first kind, for that way it works before those of mocking
 * libraries, which retransform; but then it works before JaCoCo's too, which is of the same kind.
 * So when a JaCoCo appears, ours leaves its turn to another, which can retransform.
 */
final class JacocoAgent {
  /** What JaCoCo's agent adds to the JDK's classes, when it starts. */
  private static final String TRACE = "java.lang.$JaCoCo";

  private final Instrumentation instrumentation;
  private final ClassFileTransformer successor;
  private boolean succeeded;

  /**
   * A JaCoCo that may follow.
   *
   * @param successor what transforms in the place of our first transformer
   */
  JacocoAgent(Instrumentation instrumentation, ClassFileTransformer successor) {
    this.instrumentation = instrumentation;
    this.successor = successor;
  }

  /** Whether JaCoCo's agent has started. */
  static boolean isActive() {
    try {
      Class.forName(TRACE, false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Whether JaCoCo's agent is there; if so, the successor will be called for the class that is
   * being loaded, and for all later ones.
   */
  synchronized boolean takesItsTurn() {
    if (!succeeded && isActive()) {
      instrumentation.addTransformer(successor, true);
      succeeded = true;
    }
    return succeeded;
  }
}
