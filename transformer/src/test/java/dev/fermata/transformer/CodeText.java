package dev.fermata.transformer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Label;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.util.Printer;

/** The code of a class's methods as text for readers: names without packages, no debug tables. */
final class CodeText {
  private final ClassNode node = new ClassNode();

  /** Reads a class. */
  CodeText(byte[] classFile) {
    new ClassReader(classFile).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  /** The methods whose names match, with their code. */
  String methods(String name) {
    return node.methods.stream()
        .filter(method -> method.name.matches(name))
        .map(method -> new Code(method).text())
        .collect(Collectors.joining("\n"));
  }

  private static String shortName(Type type) {
    String name = type.getClassName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
  }

  private static String shortName(String internalName) {
    return shortName(Type.getObjectType(internalName));
  }

  private static String signature(String name, String descriptor) {
    return Stream.of(Type.getArgumentTypes(descriptor))
        .map(CodeText::shortName)
        .collect(
            Collectors.joining(
                ", ", name + "(", "): " + shortName(Type.getReturnType(descriptor))));
  }

  /** The code of one method. */
  private static final class Code {
    private final MethodNode method;
    private final Map<Label, String> labels = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    Code(MethodNode method) {
      this.method = method;
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof JumpInsnNode jump) {
          name(jump.label);
        } else if (insn instanceof TableSwitchInsnNode table) {
          table.labels.forEach(this::name);
          name(table.dflt);
        }
      }
      method.tryCatchBlocks.forEach(
          block -> Stream.of(block.start, block.end, block.handler).forEach(this::name));
    }

    private String name(LabelNode label) {
      return labels.computeIfAbsent(label.getLabel(), any -> "L" + labels.size());
    }

    String text() {
      text.append(signature(method.name, method.desc)).append('\n');
      for (AbstractInsnNode insn : method.instructions) {
        if (insn instanceof LabelNode label) {
          if (labels.containsKey(label.getLabel())) {
            text.append(name(label)).append(":\n");
          }
        } else if (insn.getOpcode() >= 0) {
          String opcode = Printer.OPCODES[insn.getOpcode()].toLowerCase(Locale.ROOT);
          text.append(("    " + opcode + " " + operands(insn)).stripTrailing()).append('\n');
        }
      }
      for (TryCatchBlockNode block : method.tryCatchBlocks) {
        text.append("    from %s to %s ".formatted(name(block.start), name(block.end)))
            .append(block.type == null ? "any error" : shortName(block.type))
            .append(" goes to ")
            .append(name(block.handler))
            .append('\n');
      }
      return text.toString();
    }

    private String operands(AbstractInsnNode insn) {
      if (insn instanceof VarInsnNode variable) {
        return String.valueOf(variable.var);
      } else if (insn instanceof IntInsnNode constant) {
        return String.valueOf(constant.operand);
      } else if (insn instanceof LdcInsnNode constant) {
        return constant.cst instanceof String s ? '"' + s + '"' : String.valueOf(constant.cst);
      } else if (insn instanceof FieldInsnNode field) {
        return shortName(field.owner) + "." + field.name;
      } else if (insn instanceof MethodInsnNode call) {
        return shortName(call.owner) + "." + signature(call.name, call.desc);
      } else if (insn instanceof TypeInsnNode type) {
        return shortName(type.desc);
      }
      return targets(insn);
    }

    private String targets(AbstractInsnNode insn) {
      if (insn instanceof JumpInsnNode jump) {
        return name(jump.label);
      } else if (insn instanceof TableSwitchInsnNode table) {
        StringBuilder targets = new StringBuilder();
        for (int i = 0; i < table.labels.size(); i++) {
          targets.append(table.min + i).append(": ").append(name(table.labels.get(i))).append(", ");
        }
        return targets + "else " + name(table.dflt);
      } else if (insn instanceof InvokeDynamicInsnNode call) {
        String bootstrap = shortName(call.bsm.getOwner()) + "." + call.bsm.getName();
        return signature(call.name, call.desc) + ", linked by " + bootstrap;
      }
      return "";
    }
  }
}
