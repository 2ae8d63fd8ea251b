package dev.fermata.transformer.emit;

import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The debug map of a class as text, in the form that the runtime's {@code DebugMap} reads: the
 * source file; then for each method its name and descriptor, its start method, and the lines of its
 * beginning and of its suspension points.
 */
final class DebugText {
  /** A string constant holds 65,535 bytes, a character takes up to three (JVMS 4.4.7). */
  private static final int PIECE = 20_000;

  private final StringBuilder text = new StringBuilder();

  /**
   * A map without methods of this version.
   *
   * @param earlier what the maps of earlier versions said of their methods
   */
  DebugText(String sourceFile, List<String> earlier) {
    text.append(sourceFile == null ? "" : sourceFile);
    earlier.forEach(line -> text.append('\n').append(line));
  }

  /** Adds a method, and gives its line. */
  String add(MethodPlan plan) {
    MethodShape shape = plan.shape();
    MethodNode method = shape.method().node();
    text.append('\n');
    int begin = text.length();
    text.append(method.name).append('.').append(method.desc);
    text.append('.').append(shape.hasStart() ? shape.startName() : "");
    text.append('.').append(shape.value().getDescriptor());
    text.append('.').append(firstLine(plan));
    for (SuspensionPoint point : plan.points()) {
      text.append('.').append(point.line());
    }
    return text.substring(begin);
  }

  /** The text, in pieces that fit into constants. */
  List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); from += PIECE) {
      pieces.add(text.substring(from, Math.min(text.length(), from + PIECE)));
    }
    return pieces;
  }

  private static int firstLine(MethodPlan plan) {
    for (AbstractInsnNode insn : plan.body().instructions) {
      if (insn instanceof LineNumberNode line) {
        return line.line;
      }
    }
    return 0;
  }
}
