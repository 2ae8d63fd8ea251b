package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.Shapes;
import dev.fermata.transformer.scan.CodeSizes;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;

/**
 * Decides whether the suspension points of a method share code: where its new code would be longer
 * than HotSpot compiles, and is shorter so. The code is written for that, and thrown away.
 *
 * @param names what the code has to know of its class
 * @param shapes gives names for further methods
 * @param version the version of the class file
 */
record Trial(GeneratedClass names, Shapes shapes, int version) {
  /**
   * Above this length, where jumps need their long form, all points share, though their frames
   * grow.
   */
  private static final int LONG = Short.MAX_VALUE;

  /** The most bytes of a method. */
  private static final int MOST = 65535;

  /** The most resume methods; more gain little, as each has the code that saves. */
  private static final int PARTS = 8;

  /** The plan by which a method is to be written. */
  MethodPlan best(MethodPlan plan) {
    if (plan.points().isEmpty() || CodeLengths.most(plan) <= CodeSizes.MOST_COMPILED) {
      return plan;
    }
    int least = CodeLengths.least(plan);
    int length = least > MOST ? Integer.MAX_VALUE : length(plan);
    MethodPlan best = plan;
    if (length > CodeSizes.MOST_COMPILED) {
      MethodPlan shared = plan.shared(false);
      int shorter = length(shared);
      if (shorter < length) {
        best = shared;
        length = shorter;
      }
    }
    if (length > LONG) {
      MethodPlan shared = plan.shared(true);
      int shorter = length(shared);
      if (shorter < length) {
        best = shared;
        length = shorter;
      }
    }
    return length > LONG && !fits(best) ? inParts(best) : best;
  }

  /** With as few resume methods as are short enough; as it was where that does not help. */
  private MethodPlan inParts(MethodPlan plan) {
    List<String> resumes = new ArrayList<>(List.of(plan.shape().resumeName()));
    int most = Math.min(PARTS, plan.points().size());
    for (int count = 2; count <= most; count *= 2) {
      while (resumes.size() < count) {
        resumes.add(shapes.fresh(plan.shape().resumeName() + "$" + resumes.size()));
      }
      MethodPlan parts = plan.inParts(resumes);
      if (fits(parts)) {
        return parts;
      }
    }
    return plan;
  }

  /** The length of the longest method, before its jumps get the form that they need. */
  private int length(MethodPlan plan) {
    return write(plan, newClass());
  }

  private boolean fits(MethodPlan plan) {
    ClassWriter writer = newClass();
    if (write(plan, writer) > MOST) {
      return false;
    }
    try {
      writer.toByteArray();
      return true;
    } catch (MethodTooLargeException e) {
      return false;
    }
  }

  private ClassWriter newClass() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(version, Opcodes.ACC_PUBLIC, names.owner(), null, "java/lang/Object", null);
    return writer;
  }

  private int write(MethodPlan plan, ClassWriter writer) {
    NewMethods out = new NewMethods(names.owner(), 0, writer);
    int start = plan.shape().hasStart() ? StartEmitter.emit(names, plan, out) : 0;
    return Math.max(start, ResumeEmitter.emit(names, plan, out));
  }
}
