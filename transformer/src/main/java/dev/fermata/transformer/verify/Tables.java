package dev.fermata.transformer.verify;

import dev.fermata.transformer.model.Insns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;

/**
 * Checks the tables beside a method's code as the JVM does when it reads a class file, before its
 * verifier begins (JVMS 4.7, 4.8 and 4.11). The JVM refuses the whole class for one wrong entry,
 * also in a table that only a debugger reads.
 *
 * <ul>
 *   <li>A protected range has a first and, behind it, an end; its handler is an instruction.
 *   <li>A line begins at an instruction.
 *   <li>A variable's range begins at an instruction and ends behind that or there. Its slot, both
 *       slots of a {@code long} or {@code double}, are among those of the method. No two entries
 *       have the same range, name and slot. The same holds for the ranges of annotations.
 *   <li>An uninitialised object in a stack map frame was made by the {@code new} that it names.
 *   <li>Slots, operands, handlers and variables are at most 65,535 each.
 * </ul>
 *
 * <p>Other rules need no check: ASM writes lengths, writes no attribute twice, refuses code that is
 * too long, and writes for each generic type of a variable the entry without it. Parameters, thrown
 * classes, signatures and annotations of declarations stand on the stub as they stood, and on no
 * other method.
 */
final class Tables {
  /** An entry of the table of variables, without its type. */
  private record Variable(int start, int end, String name, int slot) {}

  private final AbstractInterpreter machine;
  private final Set<Variable> variables = new HashSet<>();

  /** Where objects are made. */
  private final BitSet news = new BitSet();

  /** The places that stack map frames name as those where objects are made. */
  private final List<Target> sites = new ArrayList<>(0);

  private int handlers;

  /** Where the last line begins; -1 where none does. */
  private int lastLine = -1;

  Tables(AbstractInterpreter machine) {
    this.machine = machine;
  }

  void handler() {
    handlers++;
  }

  void line(Label start) {
    lastLine = position(start, "a line");
  }

  /** The instruction that comes next makes an object. */
  void madeHere() {
    news.set(machine.executed());
  }

  void namedAsNew(Target site) {
    sites.add(site);
  }

  void variable(String name, String descriptor, Label start, Label end, int slot) {
    range(start, end);
    machine.reserveLocals(slot + (Insns.isWide(descriptor) ? 2 : 1));
    Variable entry = new Variable(position(start, name), position(end, name), name, slot);
    if (!variables.add(entry)) {
      throw machine.wrong("variable " + name + " has the same entry twice");
    }
  }

  void annotation(Label[] starts, Label[] ends, int[] slots) {
    for (int i = 0; i < slots.length; i++) {
      range(starts[i], ends[i]);
      machine.reserveLocals(slots[i] + 1);
    }
  }

  /** Checks a range of a variable, when the code is at its end. */
  private void range(Label start, Label end) {
    int first = position(start, "a variable's range");
    if (first >= machine.executed() || first > position(end, "a variable's range")) {
      throw machine.wrong("the range of a variable begins behind the code or its own end");
    }
  }

  private int position(Label label, String what) {
    int position = label.info instanceof Target target ? target.position() : -1;
    if (position < 0) {
      throw machine.wrong("there is no place where " + what + " begins or ends");
    }
    return position;
  }

  /** Checks what can be checked when all is written. */
  void end(List<Target> targets) {
    for (Target target : targets) {
      for (Target.Block block : target.blocks()) {
        int first = target.position();
        if (first < 0 || first >= position(block.end(), "a protected range")) {
          throw machine.wrong("a protected range is empty");
        }
        requireCode(block.handler().position(), "a handler");
      }
    }
    if (lastLine >= 0) {
      requireCode(lastLine, "a line");
    }
    for (Target site : sites) {
      if (site.position() < 0 || !news.get(site.position())) {
        throw machine.wrong("a stack map frame names an instruction that makes no object");
      }
    }
    LimitException.check(handlers, "exception handlers", "method");
    LimitException.check(variables.size(), "entries for local variables", "method");
    LimitException.check(machine.maxLocals(), "slots of local variables", "method");
    LimitException.check(machine.highest(), "operands", "method");
  }

  private void requireCode(int position, String what) {
    if (position < 0 || position >= machine.executed()) {
      throw machine.wrong("there is no instruction where " + what + " begins");
    }
  }
}
