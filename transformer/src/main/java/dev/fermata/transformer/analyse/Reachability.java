package dev.fermata.transformer.analyse;

import java.util.BitSet;
import java.util.Collection;
import java.util.function.IntFunction;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which instructions may come after others. What resume code has to contain, the verifier decides;
 * what may happen in a handler, only exceptions that can be thrown.
 */
public final class Reachability {
  private final Flow flow;
  private final IntFunction<int[]> handlers;
  private final BitSet reached = new BitSet();

  /** The instructions to go on from; each comes there once. */
  private final int[] work;

  private int waiting;

  private Reachability(Flow flow, IntFunction<int[]> handlers) {
    this.flow = flow;
    this.handlers = handlers;
    this.work = new int[flow.method().instructions.size()];
  }

  /**
   * The indexes of the instructions that can be reached from the ends of {@code awaits}, as the
   * JVM's verifier sees it.
   */
  public static BitSet after(Flow flow, Collection<? extends AbstractInsnNode> awaits) {
    Reachability reachability = new Reachability(flow, flow::handlers);
    InsnList insns = flow.method().instructions;
    awaits.forEach(await -> reachability.follow(insns.indexOf(await)));
    return reachability.close();
  }

  /** The indexes of the instructions that can really run from {@code start} on, itself included. */
  public static BitSet from(MethodNode method, AbstractInsnNode start) {
    Reachability reachability =
        new Reachability(new Flow(method), ExceptionEdges.asRun(method)::of);
    reachability.reach(method.instructions.indexOf(start));
    return reachability.close();
  }

  private BitSet close() {
    while (waiting > 0) {
      follow(work[--waiting]);
    }
    return reached;
  }

  private void follow(int index) {
    for (int successor : flow.successors(index)) {
      reach(successor);
    }
    for (int handler : handlers.apply(index)) {
      reach(handler);
    }
  }

  private void reach(int index) {
    if (!reached.get(index)) {
      reached.set(index);
      work[waiting++] = index;
    }
  }
}
