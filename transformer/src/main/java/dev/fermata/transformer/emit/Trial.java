package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.scan.CodeSizes;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Decides whether the suspension points of a method share code: where its new code would be longer
 * than HotSpot compiles, and is shorter so. The code is written for that, and thrown away.
 *
 * @param names what the code has to know of its class
 * @param version the version of the class file
 */
record Trial(GeneratedClass names, int version) {
  /**
   * Above this length, where jumps need their long form, all points share, though their frames
   * grow.
   */
  private static final int LONG = Short.MAX_VALUE;

  /** The most bytes of a method. */
  private static final int MOST = 65535;

  /** The plan by which a method is to be written. */
  MethodPlan best(MethodPlan plan) {
    if (plan.points().isEmpty() || CodeLengths.most(plan) <= CodeSizes.MOST_COMPILED) {
      return plan;
    }
    int least = CodeLengths.least(plan);
    int length = least > MOST ? least : length(plan);
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
      best = length(shared) < length ? shared : best;
    }
    return best;
  }

  private int length(MethodPlan plan) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(version, Opcodes.ACC_PUBLIC, names.owner(), null, "java/lang/Object", null);
    NewMethods out = new NewMethods(names.owner(), 0, writer);
    int start = plan.shape().hasStart() ? StartEmitter.emit(names, plan, out) : 0;
    return Math.max(start, ResumeEmitter.emit(names, plan, out));
  }
}
