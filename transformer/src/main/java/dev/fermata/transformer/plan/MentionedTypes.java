package dev.fermata.transformer.plan;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The types that the code of a class names. A type that stands in a stack map frame only was
 * inferred by the compiler, as the common super class of two others, and may be one that the class
 * has no access to: {@code AbstractStringBuilder}.
 */
public final class MentionedTypes {
  private final String home;
  private final Set<String> names = new HashSet<>();

  /** Reads a class. */
  public MentionedTypes(ClassNode node) {
    home = packageOf(node.name);
    names.add("java/lang/Object");
    // What a handler without a type catches.
    names.add("java/lang/Throwable");
    add(node.superName);
    node.interfaces.forEach(this::add);
    for (FieldNode field : node.fields) {
      addType(Type.getType(field.desc));
    }
    for (MethodNode method : node.methods) {
      readMethod(method);
    }
  }

  /** Whether the class may name a type: an internal name or an array's descriptor. */
  public boolean allows(String type) {
    Type element = Type.getObjectType(type);
    while (element.getSort() == Type.ARRAY) {
      element = element.getElementType();
    }
    return element.getSort() != Type.OBJECT
        || names.contains(element.getInternalName())
        || packageOf(element.getInternalName()).equals(home);
  }

  private void readMethod(MethodNode method) {
    addType(Type.getMethodType(method.desc));
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (block.type != null) {
        add(block.type);
      }
    }
    for (AbstractInsnNode insn : method.instructions) {
      readInstruction(insn);
    }
  }

  private void readInstruction(AbstractInsnNode insn) {
    if (insn instanceof MethodInsnNode call) {
      add(call.owner);
      addType(Type.getMethodType(call.desc));
    } else if (insn instanceof FieldInsnNode access) {
      add(access.owner);
      addType(Type.getType(access.desc));
    } else if (insn instanceof TypeInsnNode type) {
      add(type.desc);
    } else if (insn instanceof MultiANewArrayInsnNode array) {
      addType(Type.getType(array.desc));
    } else if (insn instanceof InvokeDynamicInsnNode call) {
      addType(Type.getMethodType(call.desc));
      for (Object argument : call.bsmArgs) {
        addConstant(argument);
      }
    } else if (insn.getOpcode() == Opcodes.LDC) {
      addConstant(((LdcInsnNode) insn).cst);
    }
  }

  private void addConstant(Object constant) {
    if (constant instanceof Type type) {
      addType(type);
    } else if (constant instanceof Handle handle) {
      add(handle.getOwner());
    } else if (constant instanceof String) {
      names.add("java/lang/String");
    } else if (constant instanceof org.objectweb.asm.ConstantDynamic dynamic) {
      addType(Type.getType(dynamic.getDescriptor()));
    }
  }

  private void add(String name) {
    if (name != null) {
      addType(Type.getObjectType(name));
    }
  }

  private void addType(Type type) {
    switch (type.getSort()) {
      case Type.METHOD -> {
        addType(type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          addType(argument);
        }
      }
      case Type.ARRAY -> addType(type.getElementType());
      case Type.OBJECT -> names.add(type.getInternalName());
      default -> {
        // A primitive type needs no access.
      }
    }
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
