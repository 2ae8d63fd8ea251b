package dev.fermata.transformer.plan;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
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
  private final Set<String> named = new HashSet<>();
  private final Set<String> passed = new HashSet<>();

  /** Reads a class. */
  public MentionedTypes(ClassNode node) {
    home = packageOf(node.name);
    // What a handler without a type catches.
    named.add("java/lang/Throwable");
    name(node.superName);
    node.interfaces.forEach(this::name);
    for (FieldNode field : node.fields) {
      add(passed, Type.getType(field.desc));
    }
    for (MethodNode method : node.methods) {
      readMethod(method);
    }
  }

  /**
   * Whether the class surely has access to a type: an internal name or an array's descriptor. No
   * package of the JDK is known to have a method that gives a type which its callers cannot name.
   */
  public boolean isAccessible(String type) {
    String element = element(type);
    return element == null
        || named.contains(element)
        || packageOf(element).equals(home)
        || (passed.contains(element) && element.startsWith("java"));
  }

  /**
   * Whether the class very likely has access to a type, because its code mentions it or it belongs
   * to the JDK, which has one known hidden class that compilers infer.
   */
  public boolean isLikelyAccessible(String type) {
    String element = element(type);
    return isAccessible(type)
        || passed.contains(element)
        || (element.startsWith("java/") && !element.equals("java/lang/AbstractStringBuilder"));
  }

  /** The class that a type consists of; null where that is a primitive type. */
  private static String element(String type) {
    Type element = Type.getObjectType(type);
    while (element.getSort() == Type.ARRAY) {
      element = element.getElementType();
    }
    return element.getSort() == Type.OBJECT ? element.getInternalName() : null;
  }

  private void readMethod(MethodNode method) {
    add(passed, Type.getMethodType(method.desc));
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      name(block.type);
    }
    for (AbstractInsnNode insn : method.instructions) {
      readInstruction(insn);
    }
  }

  private void readInstruction(AbstractInsnNode insn) {
    if (insn instanceof MethodInsnNode call) {
      name(call.owner);
      add(passed, Type.getMethodType(call.desc));
    } else if (insn instanceof FieldInsnNode access) {
      name(access.owner);
      add(passed, Type.getType(access.desc));
    } else if (insn instanceof TypeInsnNode type) {
      name(type.desc);
    } else if (insn instanceof MultiANewArrayInsnNode array) {
      name(array.desc);
    } else if (insn instanceof InvokeDynamicInsnNode call) {
      add(named, Type.getMethodType(call.desc));
      for (Object argument : call.bsmArgs) {
        readConstant(argument);
      }
    } else if (insn.getOpcode() == Opcodes.LDC) {
      readConstant(((LdcInsnNode) insn).cst);
    }
  }

  private void readConstant(Object constant) {
    if (constant instanceof Type type) {
      add(named, type);
    } else if (constant instanceof Handle handle) {
      name(handle.getOwner());
    } else if (constant instanceof String) {
      named.add("java/lang/String");
    } else if (constant instanceof ConstantDynamic dynamic) {
      add(named, Type.getType(dynamic.getDescriptor()));
    }
  }

  private void name(String type) {
    if (type != null) {
      add(named, Type.getObjectType(type));
    }
  }

  private static void add(Set<String> to, Type type) {
    switch (type.getSort()) {
      case Type.METHOD -> {
        add(to, type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          add(to, argument);
        }
      }
      case Type.ARRAY -> add(to, type.getElementType());
      case Type.OBJECT -> to.add(type.getInternalName());
      default -> {
        // A primitive type needs no access.
      }
    }
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
