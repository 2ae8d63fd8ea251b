package dev.fermata.transformer.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.Label;

/**
 * A place in the code, which is jumped to or handles errors. Whatever comes there must agree with
 * its stack map frame; until that is written, the place keeps what all that came agree on.
 */
final class Target {
  /**
   * A protected range that begins at a place.
   *
   * @param end where it ends
   * @param handler where its errors go
   */
  record Block(Label end, Target handler) {}

  /** How many instructions stand before it; -1 as long as it has not been reached. */
  private int position = -1;

  private final List<Block> blocks = new ArrayList<>(0);
  private Types frame;

  /** Whether the code has gone on from here without a frame. */
  private boolean bare;

  /** The variables of all that came before the frame; null where nothing did. */
  private byte[] locals;

  /** The operands of the jumps that came before the frame; null where none did. */
  private byte[] stack;

  /** The protected ranges that begin here. */
  List<Block> blocks() {
    return blocks;
  }

  /** How many instructions stand before it; negative where it stands nowhere. */
  int position() {
    return position;
  }

  /** The code has reached it. */
  void reach(AbstractInterpreter machine) {
    position = machine.executed();
  }

  /** Whether something came that still waits for the frame. */
  boolean isAwaited() {
    return locals != null && frame == null;
  }

  /** A jump comes here. */
  void jump(AbstractInterpreter machine) {
    if (isKnown(machine)) {
      frame.requireLocals(machine, machine.locals());
      frame.requireStack(machine, machine.stack(), machine.height());
      return;
    }
    keepLocals(machine);
    if (stack == null) {
      stack = Arrays.copyOf(machine.stack(), machine.height());
    } else if (!Arrays.equals(stack, 0, stack.length, machine.stack(), 0, machine.height())) {
      throw machine.wrong("different stacks meet");
    }
  }

  /** An error may come here, with any of the variables as they are. */
  void handle(AbstractInterpreter machine) {
    if (isKnown(machine)) {
      frame.requireLocals(machine, machine.locals());
    } else {
      keepLocals(machine);
    }
  }

  private boolean isKnown(AbstractInterpreter machine) {
    if (bare) {
      throw machine.wrong("no stack map frame where this goes");
    }
    return frame != null;
  }

  private void keepLocals(AbstractInterpreter machine) {
    byte[] now = machine.locals();
    if (locals == null) {
      locals = Arrays.copyOf(now, machine.maxLocals());
      return;
    }
    for (int slot = 0; slot < locals.length; slot++) {
      if (locals[slot] != now[slot]) {
        locals[slot] = Types.NONE;
      }
    }
  }

  /** The place has this frame. */
  void place(Types found, AbstractInterpreter machine) {
    frame = found;
    if (locals != null) {
      frame.requireLocals(machine, locals);
    }
    if (stack != null) {
      frame.requireStack(machine, stack, stack.length);
    }
  }

  /** The place has no frame. */
  void leaveBare(AbstractInterpreter machine) {
    bare = true;
    if (isAwaited()) {
      throw machine.wrong("no stack map frame where a jump or an error comes");
    }
  }
}
