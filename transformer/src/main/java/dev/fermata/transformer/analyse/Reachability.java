package dev.fermata.transformer.analyse;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
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
  private final Deque<Integer> work = new ArrayDeque<>();

  private Reachability(Flow flow) {
    this.flow = flow;
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
    while (!work.isEmpty()) {
      follow(work.pop());
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
      work.push(index);
    }
  }
}
