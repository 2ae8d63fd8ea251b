package dev.fermata.transformer.emit;

import dev.fermata.transformer.verify.MethodCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.TypePath;

/**
 * Writes the code of a new method, checked. It holds back what stands between two instructions
 * until the second is there: labels, line number entries, a stack map frame.
 *
 * <p>Of some lines resume code has only a later part. A breakpoint on such a line must not stop
 * there once more, in the middle of its line; so its entry goes to an instruction that never runs.
 *
 * <pre>
 *   goto X                      goto X
 *   D: [line 3, frame] …        [line 3, frame] nop
 *                               D: [frame] …
 * </pre>
 */
final class CodeWriter extends MethodVisitor {
  private final MethodCheck check;
  private final StackMapWriter frames;

  /**
   * A line number entry.
   *
   * @param start where the line's code begins
   * @param incomplete whether the beginning of the line's code was left out
   */
  private record Line(int number, Label start, boolean incomplete) {}

  private final List<Label> labels = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();

  /** The frame that is held back; null where there is none. */
  private Object[] locals;

  private Object[] operands;

  /** By labels: where the ranges end that end there. */
  private final Map<Label, Label> ends = new HashMap<>();

  /** Whether the instruction that comes next may run after the last one. */
  private boolean goesOn = true;

  private boolean endsWithLine;

  /**
   * For one method.
   *
   * @param owner the internal name of its class
   * @param out where it goes
   */
  CodeWriter(String owner, int access, String name, String descriptor, MethodVisitor out) {
    super(GeneratedMethods.API, out);
    check = new MethodCheck(owner, access, name, descriptor);
    frames = new StackMapWriter(owner, access, descriptor, out);
  }

  /**
   * Gives a label for the end of a range that ends at {@code label}; to be asked for before that is
   * written.
   */
  Label endOf(Label label) {
    return ends.computeIfAbsent(label, l -> new Label());
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    check.visitTryCatchBlock(start, end, handler, type);
    mv.visitTryCatchBlock(start, end, handler, type);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    check.visitLocalVariable(name, descriptor, signature, start, end, slot);
    mv.visitLocalVariable(name, descriptor, signature, start, end, slot);
  }

  @Override
  public AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      TypePath typePath,
      Label[] start,
      Label[] end,
      int[] slots,
      String descriptor,
      boolean visible) {
    check.visitLocalVariableAnnotation(typeRef, typePath, start, end, slots, descriptor, visible);
    return mv.visitLocalVariableAnnotation(
        typeRef, typePath, start, end, slots, descriptor, visible);
  }

  // ------------------------------------------------------------------ between instructions

  @Override
  public void visitLabel(Label label) {
    labels.add(label);
    endsWithLine = false;
  }

  @Override
  public void visitFrame(int type, int count, Object[] local, int height, Object[] stack) {
    locals = local;
    operands = stack;
    endsWithLine = false;
  }

  /**
   * Begins a line.
   *
   * @param incomplete whether the beginning of its code was left out
   */
  void line(int number, boolean incomplete) {
    Label start = new Label();
    labels.add(start);
    lines.add(new Line(number, start, incomplete));
    endsWithLine = true;
  }

  /** Whether the beginning of a line is the last that was written. */
  boolean endsWithLine() {
    return endsWithLine;
  }

  private void begin() {
    if (!labels.isEmpty() || locals != null) {
      writeHeldBack();
    }
    goesOn = true;
    endsWithLine = false;
  }

  private void writeHeldBack() {
    if (!goesOn && locals != null) {
      lines.removeIf(this::moveIncomplete);
    }
    for (Label label : labels) {
      place(label);
      endRanges(label);
    }
    if (locals != null) {
      writeFrame();
    }
    for (Line line : lines) {
      check.visitLineNumber(line.number, line.start);
      mv.visitLineNumber(line.number, line.start);
    }
    labels.clear();
    lines.clear();
    locals = null;
  }

  private boolean moveIncomplete(Line line) {
    if (line.incomplete) {
      // What ends here must not cover the dead code.
      labels.forEach(this::endRanges);
      Label start = new Label();
      place(start);
      check.visitLineNumber(line.number, start);
      mv.visitLineNumber(line.number, start);
      writeFrame();
      check.visitInsn(Opcodes.NOP);
      mv.visitInsn(Opcodes.NOP);
    }
    return line.incomplete;
  }

  private void endRanges(Label label) {
    Label end = ends.isEmpty() ? null : ends.remove(label);
    if (end != null) {
      place(end);
    }
  }

  private void place(Label label) {
    check.visitLabel(label);
    mv.visitLabel(label);
  }

  private void writeFrame() {
    check.visitFrame(Opcodes.F_NEW, locals.length, locals, operands.length, operands);
    frames.write(locals, operands);
  }

  // ------------------------------------------------------------------ instructions

  @Override
  public void visitInsn(int opcode) {
    begin();
    goesOn = opcode != Opcodes.ATHROW && (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN);
    check.visitInsn(opcode);
    mv.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    begin();
    check.visitIntInsn(opcode, operand);
    mv.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    begin();
    check.visitVarInsn(opcode, slot);
    mv.visitVarInsn(opcode, slot);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    begin();
    check.visitTypeInsn(opcode, type);
    mv.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    begin();
    check.visitFieldInsn(opcode, owner, name, descriptor);
    mv.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    begin();
    check.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    mv.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    begin();
    check.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    mv.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    begin();
    goesOn = opcode != Opcodes.GOTO;
    check.visitJumpInsn(opcode, label);
    mv.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    begin();
    check.visitLdcInsn(value);
    mv.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    begin();
    check.visitIincInsn(slot, increment);
    mv.visitIincInsn(slot, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
    begin();
    goesOn = false;
    check.visitTableSwitchInsn(min, max, dflt, labels);
    mv.visitTableSwitchInsn(min, max, dflt, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
    begin();
    goesOn = false;
    check.visitLookupSwitchInsn(dflt, keys, labels);
    mv.visitLookupSwitchInsn(dflt, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    begin();
    check.visitMultiANewArrayInsn(descriptor, dimensions);
    mv.visitMultiANewArrayInsn(descriptor, dimensions);
  }

  /** Ends the code, after which its tables may come; gives its length. */
  int endCode() {
    Label end = new Label();
    labels.add(end);
    writeHeldBack();
    return end.getOffset();
  }

  /** Ends the method. */
  void end() {
    if (!labels.isEmpty() || locals != null) {
      writeHeldBack();
    }
    check.visitMaxs(0, 0);
    mv.visitMaxs(check.maxStack(), check.maxLocals());
    mv.visitEnd();
  }
}
