package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MentionedTypes;
import dev.fermata.transformer.plan.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/**
 * Gives a value that comes out of a frame its verification type back.
 *
 * <p>Usually by {@code checkcast}. A type that the class never names, but only passes on or has
 * inferred, may be one that it has no access to, and then {@code checkcast} is an {@code
 * IllegalAccessError} (JVMS 5.4.4). A method's or a field's descriptor is not checked so. For such
 * a type the class gets
 *
 * <pre>
 *   private static T cast(Object value) {
 *     try { return (T) value; } catch (IllegalAccessError e) { return pass(value); }
 *   }
 *   private static T slot;
 *   private static synchronized T pass(Object value) {
 *     Bootstraps.park(lookup(), value, "slot", "T");         // sets slot
 *     T typed = slot;  slot = null;  return typed;
 *   }
 * </pre>
 */
final class Casts {
  private static final int METHOD =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final ClassNode node;
  private final boolean isInterface;
  private final Shapes names;
  private final MentionedTypes mentioned;
  private final Map<String, String> methods = new LinkedHashMap<>();

  Casts(ClassNode node, Shapes names, MentionedTypes mentioned) {
    this.node = node;
    this.isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
    this.names = names;
    this.mentioned = mentioned;
  }

  /** Casts the reference on the operand stack. */
  void cast(MethodVisitor mv, String type) {
    if (type.equals("java/lang/Object")) {
      return;
    }
    // An interface can have no private field, and so only the usual form.
    if (isInterface || mentioned.isAccessible(type)) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, type);
      return;
    }
    String method = methods.computeIfAbsent(type, t -> names.fresh("fermata$cast"));
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, node.name, method, castDescriptor(type), isInterface);
  }

  /** Adds what the casts need to the class. */
  void addTo(NewMethods out) {
    methods.forEach(
        (type, name) -> {
          String field = names.fresh("fermata$slot");
          String pass = names.fresh("fermata$pass");
          node.fields.add(
              new FieldNode(METHOD, field, Type.getObjectType(type).getDescriptor(), null, null));
          writeCast(type, pass, out.begin(METHOD, name, castDescriptor(type)));
          int access = METHOD | Opcodes.ACC_SYNCHRONIZED;
          writePass(type, field, out.begin(access, pass, castDescriptor(type)));
        });
  }

  private void writeCast(String type, String pass, CodeWriter method) {
    Label start = new Label();
    Label end = new Label();
    Object[] error = {"java/lang/IllegalAccessError"};
    method.visitTryCatchBlock(start, end, end, (String) error[0]);
    method.visitLabel(start);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitTypeInsn(Opcodes.CHECKCAST, type);
    method.visitInsn(Opcodes.ARETURN);
    method.visitLabel(end);
    method.visitFrame(Opcodes.F_NEW, 1, new Object[] {"java/lang/Object"}, 1, error);
    method.visitInsn(Opcodes.POP);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC, node.name, pass, castDescriptor(type), isInterface);
    method.visitInsn(Opcodes.ARETURN);
    method.end();
  }

  private void writePass(String type, String field, CodeWriter method) {
    String descriptor = Type.getObjectType(type).getDescriptor();
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        "java/lang/invoke/MethodHandles",
        "lookup",
        "()Ljava/lang/invoke/MethodHandles$Lookup;",
        false);
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitLdcInsn(field);
    method.visitLdcInsn(type.replace('/', '.'));
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.BOOTSTRAPS,
        RuntimeNames.LINK_PARK,
        RuntimeNames.LINK_PARK_DESC,
        false);
    method.visitFieldInsn(Opcodes.GETSTATIC, node.name, field, descriptor);
    method.visitInsn(Opcodes.ACONST_NULL);
    method.visitFieldInsn(Opcodes.PUTSTATIC, node.name, field, descriptor);
    method.visitInsn(Opcodes.ARETURN);
    method.end();
  }

  private static String castDescriptor(String type) {
    return "(Ljava/lang/Object;)" + Type.getObjectType(type).getDescriptor();
  }
}
