package dev.fermata.agent;

import dev.fermata.transformer.scan.ConstantPool;
import java.io.PrintStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Transforms the classes that the JVM is about to define.
 *
 * <p>It has no state, takes no lock and loads no class of the program, so that classes can be
 * loaded in parallel. Most classes are none of our business; all that they need is in this class
 * and in {@link ConstantPool}, so that a program without asynchronous methods never loads the rest.
 */
final class AgentTransformer implements ClassFileTransformer {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private final AgentOptions options;
  private final PrintStream err;

  AgentTransformer(AgentOptions options, PrintStream err) {
    this.options = options;
    this.err = err;
  }

  /** Returns null, which means "as it was", for all classes that are none of our business. */
  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    // Hidden classes, those of lambdas for example, have no name.
    boolean covered =
        loader != null && loader != PLATFORM && className != null && options.covers(className);
    return covered && mayConcernUs(classFile)
        ? new LoadedClass(loader, className, classFile, options, err).transformed()
        : null;
  }

  private static boolean mayConcernUs(byte[] classFile) {
    try {
      return ConstantPool.scan(classFile).mayConcernUs();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // No sound class file: the JVM says so itself.
      return false;
    }
  }
}
