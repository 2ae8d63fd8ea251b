package dev.fermata.agent;

import dev.fermata.transformer.scan.ConstantPool;
import java.io.PrintStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;

/**
 * Transforms the classes that the JVM is about to define.
 *
 * <p>It loads no class of the program and holds no lock while it works, so that classes can be
 * loaded in parallel; what it remembers is only what the suspended calls of a class need that is
 * redefined. Most classes are none of our business; all that they need is in this class and in
 * {@link ConstantPool}, so that a program without asynchronous methods never loads the rest.
 */
final class AgentTransformer implements ClassFileTransformer {
  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  /** Mockito copies the annotations of a mocked method, which would make its mock asynchronous. */
  private static final String MOCK = "$MockitoMock$";

  private final AgentOptions options;
  private final PrintStream err;
  private final LoadedVersions versions;
  private final JacocoAgent jacoco;

  AgentTransformer(AgentOptions options, PrintStream err) {
    this(options, err, new LoadedVersions(), null);
  }

  private AgentTransformer(
      AgentOptions options, PrintStream err, LoadedVersions versions, JacocoAgent jacoco) {
    this.options = options;
    this.err = err;
    this.versions = versions;
    this.jacoco = jacoco;
  }

  /** One that lets JaCoCo's agent have each class first, if there turns out to be one. */
  AgentTransformer yieldingToJacoco(Instrumentation instrumentation) {
    return new AgentTransformer(options, err, versions, new JacocoAgent(instrumentation, this));
  }

  /** Returns null, which means "as it was", for all classes that are none of our business. */
  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (loader == null || loader == PLATFORM) {
      return null;
    }
    if (className == null) {
      return mayConcernUs(classFile) ? transformNameless(loader, redefined, classFile) : null;
    }
    return options.covers(className) && mayConcernUs(classFile) && !className.contains(MOCK)
        ? transform(loader, className, redefined != null, classFile)
        : null;
  }

  /**
   * A loader that defines a class need not say how it is called. (Hidden classes, those of lambdas
   * for example, are never shown to agents.)
   */
  private byte[] transformNameless(ClassLoader loader, Class<?> redefined, byte[] classFile) {
    String name;
    try {
      name = new ClassReader(classFile).getClassName();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // No sound class file, or one that is too new to be read.
      return null;
    }
    return transform(loader, name, redefined, null, classFile);
  }

  private byte[] transform(
      ClassLoader loader, String className, boolean redefined, byte[] classFile) {
    return jacoco != null && jacoco.takesItsTurn()
        ? null
        : new LoadedClass(loader, className, redefined, classFile, versions, options, err)
            .transformed();
  }

  static boolean mayConcernUs(byte[] classFile) {
    try {
      return ConstantPool.scan(classFile).mayConcernUs();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // No sound class file: the JVM says so itself.
      return false;
    }
  }
}
