package dev.fermata.internal.core;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A snapshot of the values of all context variables, immutable; null stands for the empty one.
 *
 * <p>A loop holds the snapshot that the running code sees. A task gets it when it is created, a
 * callback when it is registered. Each has its own snapshot while it runs. From the first {@code
 * set} on, its snapshots tell whose they are, so that a token cannot be used elsewhere.
 *
 * <p>Internal design. A hash table with open addressing in one array, at most half full, in which
 * variables and values alternate. Reading costs a probe or two. Setting a variable copies the
 * table, which is cheap for the few variables that programs have.
 */
public final class Variables {
  /** The key of a variable. */
  public abstract static class Key {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Its place in the tables. Variables that are made one after the other do not collide. */
    private final int hash = COUNT.getAndIncrement();

    Key() {}
  }

  private static final Variables EMPTY = new Variables(new Object[4], 0, null, null);
  private static final Object ABSENT = new Object();

  /**
   * Whether any variable has ever been set. Until then, code outside of loops need not look for
   * values. Not volatile: a thread sees what it has set itself and what it was handed.
   */
  public static boolean everSet;

  private final Object[] table;
  private final int size;

  /**
   * Stands for the task, callback or thread in which this was set. Null for a snapshot that is
   * handed on to others, and for one in which nobody has set anything.
   */
  private final Object context;

  /**
   * The states of context elements of the task, callback or job that this belongs to; null for
   * none.
   */
  final CapturedContext captured;

  /** The snapshot that is handed on to others; null until it has been asked for. */
  private Variables inherited;

  private Variables(Object[] table, int size, Object context, CapturedContext captured) {
    this.table = table;
    this.size = size;
    this.context = context;
    this.captured = captured;
  }

  /** The same values, for another task, callback or thread; null for null. */
  public static Variables inherited(Variables variables) {
    boolean isHandedOn =
        variables == null || (variables.context == null && variables.captured == null);
    return isHandedOn ? variables : variables.forOthers();
  }

  private Variables forOthers() {
    if (inherited == null) {
      inherited = new Variables(table, size, null, null);
    }
    return inherited;
  }

  /** The same values for a task, callback or job that has these states of context elements. */
  static Variables capturing(Variables variables, CapturedContext captured) {
    Variables known = variables == null ? EMPTY : variables;
    return new Variables(known.table, known.size, known.context, captured);
  }

  /**
   * The snapshot that code in {@code shared} sees, with its states of context elements; null for
   * none.
   */
  static Variables of(SharedVariables shared, Variables variables, CapturedContext captured) {
    Variables known = variables == null ? EMPTY : variables;
    return new Variables(known.table, known.size, shared, captured);
  }

  /** Puts the states of context elements on the thread. */
  public static void enter(Variables variables) {
    if (variables != null && variables.captured != null) {
      variables.captured.enter();
    }
  }

  /** Takes the states off the thread, and ends the use of shared variables. */
  public static void leave(Variables variables) {
    if (variables == null) {
      return;
    }
    if (variables.captured != null) {
      variables.captured.leave();
    }
    if (variables.context instanceof SharedVariables shared) {
      shared.end();
    }
  }

  /**
   * The object that the snapshots of one task, callback or thread have in common, from its first
   * {@code set} on; null for the empty snapshot.
   */
  static Object context(Variables variables) {
    return variables == null ? null : variables.context;
  }

  /** The value of a variable in a snapshot, or {@code otherwise} when it has none. */
  static Object get(Variables variables, Key variable, Object otherwise) {
    if (variables == null) {
      return otherwise;
    }
    Object[] table = variables.table;
    int slot = slot(table, variable);
    boolean missing = table[slot] == null || table[slot + 1] == ABSENT;
    return missing ? otherwise : table[slot + 1];
  }

  /** A snapshot with another value of one variable. */
  static Variables with(Variables variables, Key variable, Object value) {
    return (variables == null ? EMPTY : variables).with(variable, value);
  }

  /** A snapshot without a value of one variable. */
  static Variables without(Variables variables, Key variable) {
    return with(variables, variable, ABSENT);
  }

  private Variables with(Key variable, Object value) {
    boolean added = table[slot(table, variable)] == null;
    boolean full = added && (size + 1) * 4 > table.length;
    Object[] copy = full ? larger() : table.clone();
    put(copy, variable, value);
    everSet = true;
    return new Variables(
        copy, added ? size + 1 : size, context == null ? new Object() : context, captured);
  }

  private Object[] larger() {
    Object[] larger = new Object[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != null) {
        put(larger, (Key) table[i], table[i + 1]);
      }
    }
    return larger;
  }

  private static void put(Object[] table, Key variable, Object value) {
    int slot = slot(table, variable);
    table[slot] = variable;
    table[slot + 1] = value;
  }

  /** The place of a variable, or the place where it would be put. */
  private static int slot(Object[] table, Key variable) {
    int mask = table.length - 2;
    int slot = (variable.hash << 1) & mask;
    while (table[slot] != null && table[slot] != variable) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }
}
