package dev.fermata.transformer.analyse;

import java.util.BitSet;
import java.util.Collection;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which instructions may run after one of a set of awaits has got its outcome: what resume code has
 * to contain.
 */
public final class Reachability {
  private final Flow flow;
  private final BitSet reached = new BitSet();

  /** The instructions to go on from; each comes there once. */
  private final int[] work;

  private int waiting;

  private Reachability(Flow flow) {
    this.flow = flow;
    this.work = new int[flow.method().instructions.size()];
  }

  /** The indexes of the instructions that can be reached from the ends of {@code awaits}. */
  public static BitSet after(Flow flow, Collection<? extends AbstractInsnNode> awaits) {
    Reachability reachability = new Reachability(flow);
    InsnList insns = flow.method().instructions;
    awaits.forEach(await -> reachability.follow(insns.indexOf(await)));
    return reachability.close();
  }

  /** The indexes of the instructions that can be reached from {@code start} on, itself included. */
  public static BitSet from(MethodNode method, AbstractInsnNode start) {
    Reachability reachability = new Reachability(new Flow(method));
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
    for (int handler : flow.handlers(index)) {
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
