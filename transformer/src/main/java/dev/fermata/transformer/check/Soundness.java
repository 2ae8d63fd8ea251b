package dev.fermata.transformer.check;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Tells whether a class on which the transformer has failed is one that no JVM would accept either,
 * so that the fault lies with the file and not with the transformer.
 */
public final class Soundness {
  /** The descriptor of a value's type (JVMS 4.3.2). */
  private static final String TYPE = "\\[{0,255}+(?:[BCDFIJSZ]|L[^.;\\[]++;)";

  private static final Pattern FIELD = Pattern.compile(TYPE);
  private static final Pattern METHOD =
      Pattern.compile("\\((?:" + TYPE + ")*+\\)(?:V|" + TYPE + ")");
  private static final Pattern CLASS = Pattern.compile("[^.;\\[]++|\\[" + TYPE);

  private Soundness() {}

  /** Checks as much of a class file as can be checked without looking at other classes. */
  public static boolean isSound(byte[] classFile) {
    try {
      ClassReader reader = new ClassReader(classFile);
      ClassNode node = new ClassNode();
      reader.accept(node, ClassReader.EXPAND_FRAMES);
      ClassWriter writer = new ClassWriter(reader, 0);
      node.accept(writer);
      writer.toByteArray();
      return node.methods.stream().allMatch(method -> isSound(node, method));
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      return false;
    }
  }

  private static boolean isSound(ClassNode node, MethodNode method) {
    try {
      Frame<BasicValue>[] frames = new Analyzer<>(new BasicVerifier()).analyze(node.name, method);
      for (AbstractInsnNode insn : method.instructions) {
        if (!isSound(insn) || !isSound(insn, frames[method.instructions.indexOf(insn)])) {
          return false;
        }
      }
      return METHOD.matcher(method.desc).matches();
    } catch (AnalyzerException e) {
      return false;
    }
  }

  private static boolean isSound(AbstractInsnNode insn) {
    if (insn instanceof MethodInsnNode call) {
      return METHOD.matcher(call.desc).matches() && CLASS.matcher(call.owner).matches();
    } else if (insn instanceof FieldInsnNode field) {
      return FIELD.matcher(field.desc).matches() && CLASS.matcher(field.owner).matches();
    } else if (insn instanceof InvokeDynamicInsnNode call) {
      return METHOD.matcher(call.desc).matches()
          && Stream.of(call.bsmArgs).allMatch(Soundness::isSoundConstant);
    } else if (insn instanceof TypeInsnNode type) {
      return CLASS.matcher(type.desc).matches();
    } else if (insn instanceof LdcInsnNode load) {
      return isSoundConstant(load.cst);
    }
    return true;
  }

  private static boolean isSoundConstant(Object constant) {
    if (constant instanceof Type type) {
      Pattern pattern = type.getSort() == Type.METHOD ? METHOD : FIELD;
      return pattern.matcher(type.getDescriptor()).matches();
    } else if (constant instanceof Handle handle) {
      Pattern pattern = handle.getTag() <= Opcodes.H_PUTSTATIC ? FIELD : METHOD;
      return pattern.matcher(handle.getDesc()).matches();
    }
    return true;
  }

  /** Whether the file's own frame says as much of the stack as there is. */
  private static boolean isSound(AbstractInsnNode insn, Frame<BasicValue> computed) {
    return computed == null
        || !(insn instanceof FrameNode frame)
        || frame.stack == null
        || frame.stack.size() == computed.getStackSize();
  }
}
