package dev.fermata.transformer.cases.harness;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** Checks that wherever a debugger would show a variable, its slot holds a value. */
final class LocalVariableRanges {
  private LocalVariableRanges() {}

  /** Checks the output, where the input itself has no such fault. */
  static void check(byte[] before, byte[] after) {
    try {
      check(before);
    } catch (AssertionError e) {
      return;
    }
    check(after);
  }

  private static void check(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, 0);
    for (MethodNode method : node.methods) {
      if (method.localVariables != null && method.instructions.size() > 0) {
        check(node.name, method);
      }
    }
  }

  private static void check(String owner, MethodNode method) {
    Frame<BasicValue>[] frames;
    try {
      frames = new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
    } catch (AnalyzerException e) {
      throw new AssertionError(owner + "." + method.name, e);
    }
    for (LocalVariableNode variable : method.localVariables) {
      for (AbstractInsnNode insn = variable.start; insn != variable.end; insn = insn.getNext()) {
        Frame<BasicValue> frame = frames[method.instructions.indexOf(insn)];
        boolean real = insn.getOpcode() >= 0;
        if (real
            && frame != null
            && frame.getLocal(variable.index).equals(BasicValue.UNINITIALIZED_VALUE)) {
          throw new AssertionError(
              "%s.%s: variable %s has no value at instruction %d"
                  .formatted(owner, method.name, variable.name, method.instructions.indexOf(insn)));
        }
      }
    }
  }
}
