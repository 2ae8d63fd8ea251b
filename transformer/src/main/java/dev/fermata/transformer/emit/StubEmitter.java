package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.Spill;
import java.util.ArrayList;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Replaces the code of an asynchronous method by one that puts the arguments into a frame and
 * launches it. Everything else about the method stays: name, flags, annotations, parameters,
 * signatures, attributes.
 *
 * <pre>
 *   push the arguments, aconst_null, dispatcher, state 0
 *   invokestatic Frames$RnPm.of
 *   invokestatic Launcher.coroutine      or Launcher.future
 *   checkcast, areturn
 * </pre>
 *
 * <p>The code has no line numbers: a breakpoint in the method's first line belongs to the body.
 */
final class StubEmitter {
  private StubEmitter() {}

  /** Rewrites {@code method.node()} in place. */
  static void rewrite(GeneratedClass names, AsyncMethod method) {
    MethodNode stub = method.node();
    stub.instructions = new InsnList();
    stub.tryCatchBlocks = new ArrayList<>();
    stub.localVariables = null;
    stub.visibleLocalVariableAnnotations = null;
    stub.invisibleLocalVariableAnnotations = null;
    int slots = method.parameterSlots();
    new SpillEmitter(
            stub, Spill.ofParameters(method.isStatic(), stub.desc), v -> v, slots, names.casts())
        .save(
            () -> stub.visitInsn(Opcodes.ACONST_NULL),
            () ->
                stub.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    names.owner(),
                    names.dispatcher(),
                    "()" + RuntimeNames.DISPATCHER_DESC,
                    names.isInterface()),
            () -> Insns.push(stub, names.state(method, 0)));
    stub.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        RuntimeNames.LAUNCHER,
        method.kind().launch(),
        RuntimeNames.LAUNCH_DESC,
        false);
    stub.visitTypeInsn(Opcodes.CHECKCAST, method.kind().type());
    stub.visitInsn(Opcodes.ARETURN);
  }
}
