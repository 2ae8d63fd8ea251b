package dev.fermata.transformer.corpus;

import java.util.Map;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Rewrites the code of one method for {@link StressMaker}. */
final class MethodStress {
  private static final String FERMATA = "dev/fermata/Fermata";
  private static final String COROUTINE = "dev/fermata/Coroutine";
  private static final String[] AWAITABLE = {
    "dev/fermata/Awaitable", "java/util/concurrent/CompletionStage"
  };

  private final String owner;
  private final MethodNode method;
  private final Random random;
  private final boolean wild;
  private final boolean sameReturns;

  /**
   * For one method.
   *
   * @param wild whether awaits may stand before any instruction, and not at calls only
   */
  MethodStress(String owner, MethodNode method, Random random, boolean wild) {
    this.owner = owner;
    this.method = method;
    this.random = random;
    this.wild = wild;
    this.sameReturns = random.nextBoolean();
  }

  /**
   * Rewrites the code.
   *
   * @param names the new names by old name and descriptor
   * @param coroutines the methods of the class that become coroutines, by old name and descriptor
   */
  void run(Map<String, String> names, Map<String, MethodNode> coroutines) {
    Type returned = Type.getReturnType(method.desc);
    for (AbstractInsnNode insn : method.instructions.toArray()) {
      int opcode = insn.getOpcode();
      if (StressMaker.calls(insn, owner, coroutines)) {
        awaitCall((MethodInsnNode) insn, names);
      }
      if (insn instanceof MethodInsnNode || insn instanceof InvokeDynamicInsnNode) {
        atCall(insn);
      } else if (wild && mayStandBefore(insn) && random.nextInt(20) == 0) {
        method.instructions.insertBefore(insn, await());
      }
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        method.instructions.insertBefore(insn, wrap(returned));
        method.instructions.set(insn, new InsnNode(Opcodes.ARETURN));
      }
    }
  }

  /** Not before a {@code new}: its label stands in stack map frames for the new object. */
  private static boolean mayStandBefore(AbstractInsnNode insn) {
    return insn.getOpcode() >= 0 && insn.getOpcode() != Opcodes.NEW;
  }

  private void atCall(AbstractInsnNode call) {
    switch (random.nextInt(8)) {
      case 0, 1 -> method.instructions.insertBefore(call, await());
      case 2 -> method.instructions.insert(call, await());
      default -> {
        // Most calls stay without.
      }
    }
  }

  private InsnList await() {
    String type = AWAITABLE[random.nextInt(8) == 0 ? 1 : 0];
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.ACONST_NULL));
    code.add(new TypeInsnNode(Opcodes.CHECKCAST, type));
    code.add(awaitOf(type));
    code.add(new InsnNode(Opcodes.POP));
    return code;
  }

  private static MethodInsnNode awaitOf(String type) {
    return new MethodInsnNode(
        Opcodes.INVOKESTATIC, FERMATA, "await", "(L" + type + ";)Ljava/lang/Object;", false);
  }

  // ------------------------------------------------------------------ calls of coroutines

  /** Makes {@code f(x)} an {@code await(f(x))}, with what javac writes after it. */
  private void awaitCall(MethodInsnNode call, Map<String, String> names) {
    Type type = Type.getReturnType(call.desc);
    call.name = names.get(call.name + call.desc);
    call.desc = StressMaker.coroutineDescriptor(call.desc);
    InsnList code = new InsnList();
    code.add(awaitOf(AWAITABLE[0]));
    switch (type.getSort()) {
      case Type.VOID -> code.add(new InsnNode(Opcodes.POP));
      case Type.OBJECT, Type.ARRAY ->
          code.add(new TypeInsnNode(Opcodes.CHECKCAST, type.getInternalName()));
      default -> {
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, wrapper(type)));
        code.add(
            new MethodInsnNode(
                Opcodes.INVOKEVIRTUAL,
                wrapper(type),
                type.getClassName() + "Value",
                "()" + type.getDescriptor(),
                false));
      }
    }
    method.instructions.insert(call, code);
  }

  // ------------------------------------------------------------------ returns

  /** Turns the returned value into a coroutine. */
  private InsnList wrap(Type type) {
    InsnList code = new InsnList();
    int form = sameReturns ? 0 : random.nextInt(3);
    if (type.getSort() == Type.VOID || form == 1) {
      pop(type, code);
      code.add(coroutine("done", "()Ldev/fermata/Coroutine;"));
    } else if (form == 0) {
      if (type.getSort() < Type.ARRAY) {
        code.add(
            new MethodInsnNode(
                Opcodes.INVOKESTATIC,
                wrapper(type),
                "valueOf",
                "(" + type.getDescriptor() + ")L" + wrapper(type) + ";",
                false));
      }
      code.add(coroutine("of", "(Ljava/lang/Object;)Ldev/fermata/Coroutine;"));
    } else {
      pop(type, code);
      code.add(new InsnNode(Opcodes.ACONST_NULL));
      code.add(new TypeInsnNode(Opcodes.CHECKCAST, COROUTINE));
    }
    return code;
  }

  private static void pop(Type type, InsnList code) {
    if (type.getSize() > 0) {
      code.add(new InsnNode(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
  }

  private static MethodInsnNode coroutine(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, COROUTINE, name, descriptor, false);
  }

  private static String wrapper(Type primitive) {
    return switch (primitive.getSort()) {
      case Type.INT -> "java/lang/Integer";
      case Type.CHAR -> "java/lang/Character";
      default -> {
        String name = primitive.getClassName();
        yield "java/lang/" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
      }
    };
  }
}
