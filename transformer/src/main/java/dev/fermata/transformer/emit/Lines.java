package dev.fermata.transformer.emit;

import org.objectweb.asm.tree.LineNumberNode;

/** Writes the line number entries of a copy of the code. */
final class Lines {
  private final CodeWriter out;
  private LineNumberNode pending;
  private boolean incomplete;

  /** For one method that is being written. */
  Lines(CodeWriter out) {
    this.out = out;
  }

  /** Takes note that a line begins. */
  void begin(LineNumberNode line) {
    pending = line;
    incomplete = false;
  }

  /** Takes note that an instruction is left out. */
  void leaveOut() {
    incomplete = true;
  }

  /** Writes the entry of the instruction that follows, if it begins a line. */
  void write() {
    if (pending != null) {
      out.line(pending.line, incomplete);
      pending = null;
    }
  }
}
