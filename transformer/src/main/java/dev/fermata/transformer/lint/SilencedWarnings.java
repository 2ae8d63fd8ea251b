package dev.fermata.transformer.lint;

import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The warnings that a class silences by {@code @SilenceFermata}. It is made only where there are
 * warnings.
 */
public final class SilencedWarnings extends ClassVisitor {
  /** Stands for the ids of all warnings. */
  private static final String ALL = "all";

  /** What javac calls the code of a lambda: this, the method around it, and a number. */
  private static final String LAMBDA = "lambda$";

  private final Set<String> ofClass = new HashSet<>();
  private final Map<String, Set<String>> ofMethods = new HashMap<>();

  private SilencedWarnings() {
    super(Opcodes.ASM9);
  }

  /** Reads the annotations of a class. */
  public static SilencedWarnings in(ClassReader reader) {
    SilencedWarnings silenced = new SilencedWarnings();
    reader.accept(silenced, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return silenced;
  }

  /** Whether the warning is silenced, by its class or by the method of that name. */
  public boolean contains(Diagnostic warning) {
    return names(ofClass, warning)
        || names(ofMethods.getOrDefault(around(warning.method()), Set.of()), warning);
  }

  private static boolean names(Set<String> ids, Diagnostic warning) {
    return ids.contains(ALL) || ids.contains(warning.id());
  }

  /** The name of the method that a lambda is in. */
  private static String around(String method) {
    int end = method.lastIndexOf('$');
    return method.startsWith(LAMBDA) && end > LAMBDA.length()
        ? method.substring(LAMBDA.length(), end)
        : method;
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    return reader(descriptor, ofClass);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
        return annotation.equals(RuntimeNames.SILENCE_DESC)
            ? reader(annotation, ofMethods.computeIfAbsent(name, n -> new HashSet<>()))
            : null;
      }
    };
  }

  private static AnnotationVisitor reader(String descriptor, Set<String> ids) {
    return descriptor.equals(RuntimeNames.SILENCE_DESC) ? new Ids(ids) : null;
  }

  /** Reads the ids of one annotation, which stands for all where it names none. */
  private static final class Ids extends AnnotationVisitor {
    private final Set<String> ids;
    private boolean namesSome;

    Ids(Set<String> ids) {
      super(Opcodes.ASM9);
      this.ids = ids;
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
      return this;
    }

    @Override
    public void visit(String name, Object value) {
      namesSome = true;
      ids.add((String) value);
    }

    @Override
    public void visitEnd() {
      if (!namesSome) {
        ids.add(ALL);
      }
    }
  }
}
