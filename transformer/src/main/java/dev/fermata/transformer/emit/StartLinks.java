package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * Tells whether a class may call the start methods of other classes: for each of those a small
 * method that gives a dynamic constant (JVMS 4.4.10), computed when the call is first reached.
 *
 * <pre>
 *   private static Boolean reaches() {
 *     ldc Bootstraps.reaches(method)       // JDK 17 does not compile code with a primitive one
 *     areturn
 *   }
 * </pre>
 *
 * <p>The constant must not stand in the user's code itself. For the message of a
 * NullPointerException HotSpot follows the operands of the method that throws it, and before JDK 24
 * it does not know that such a constant is one (JDK-8339488): the message is wrong then, or the JVM
 * crashes.
 */
final class StartLinks {
  private static final int METHOD =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private static final String DESCRIPTOR = "()Ljava/lang/Boolean;";

  /** A method, and the type of the start method that its caller wants. */
  private record Callee(Handle method, String start) {}

  private final ClassNode node;
  private final boolean isInterface;
  private final Shapes names;
  private final Map<Callee, String> methods = new LinkedHashMap<>();

  StartLinks(ClassNode node, Shapes names) {
    this.node = node;
    this.isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    this.names = names;
  }

  /** Whether the class's version has dynamic constants. */
  boolean arePossible() {
    return (node.version & 0xFFFF) >= Opcodes.V11;
  }

  /** Puts {@code Boolean.TRUE}, or another object, on the operand stack. */
  void ask(MethodVisitor mv, MethodInsnNode call, String start) {
    Callee callee = new Callee(handle(call), start);
    String method = methods.computeIfAbsent(callee, c -> names.fresh("fermata$reaches"));
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, node.name, method, DESCRIPTOR, isInterface);
  }

  static Handle handle(MethodInsnNode call) {
    return new Handle(Opcodes.H_INVOKESTATIC, call.owner, call.name, call.desc, call.itf);
  }

  /** Writes the methods that have been called. */
  void addTo(NewMethods out) {
    methods.forEach((callee, name) -> write(callee, out.begin(METHOD, name, DESCRIPTOR)));
  }

  private static void write(Callee callee, CodeWriter method) {
    method.visitLdcInsn(
        new ConstantDynamic(
            Shapes.openStartName(callee.method().getName()),
            "Ljava/lang/Boolean;",
            new Handle(
                Opcodes.H_INVOKESTATIC,
                RuntimeNames.BOOTSTRAPS,
                RuntimeNames.LINK_REACHES,
                RuntimeNames.LINK_REACHES_DESC,
                false),
            callee.method(),
            Type.getMethodType(callee.start()),
            RuntimeNames.ABI));
    method.visitInsn(Opcodes.ARETURN);
    method.end();
  }
}
