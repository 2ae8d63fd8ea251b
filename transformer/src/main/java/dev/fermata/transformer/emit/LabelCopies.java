package dev.fermata.transformer.emit;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;

/** The copies of a body's labels, each found by its label's place in the code. */
final class LabelCopies extends AbstractMap<LabelNode, LabelNode> {
  private final InsnList insns;
  private final LabelNode[] copies;

  /** Makes a copy of each label of code that does not change any more. */
  LabelCopies(InsnList insns) {
    this.insns = insns;
    this.copies = new LabelNode[insns.size()];
    for (int index = 0; index < copies.length; index++) {
      if (insns.get(index) instanceof LabelNode) {
        copies[index] = new LabelNode();
      }
    }
  }

  /** The copy of a label; null for one that does not stand in the code. */
  @Override
  public LabelNode get(Object label) {
    int index = insns.indexOf((LabelNode) label);
    boolean inside = index >= 0 && index < copies.length && insns.get(index) == label;
    return inside ? copies[index] : null;
  }

  /** The copy of the label at an index. */
  LabelNode at(int index) {
    return copies[index];
  }

  @Override
  public Set<Map.Entry<LabelNode, LabelNode>> entrySet() {
    throw new UnsupportedOperationException("labels are asked for one by one");
  }
}
