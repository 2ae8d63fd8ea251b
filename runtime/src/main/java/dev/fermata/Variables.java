package dev.fermata;

/**
 * A snapshot of the values of all context variables, immutable; null stands for the empty one.
 *
 * <p>A loop holds the snapshot that the running code sees. A task gets it when it is created, a
 * callback when it is registered; each takes its own along while it runs. From the first {@code
 * set} on, its snapshots tell whose they are: a token can be used by nobody else.
 *
 * <p>Internal design. A hash table with open addressing in one array, variable and value in turn,
 * at most half full. Reading costs a probe or two; setting a variable copies the table, which is
 * cheap for the few variables that programs have.
 */
final class Variables {
  /** The snapshot of a thread that runs no loop. */
  private static final ThreadLocal<Variables> OUTSIDE = new ThreadLocal<>();

  private static final Variables EMPTY = new Variables(new Object[4], 0, null);
  private static final Object ABSENT = new Object();

  private final Object[] table;
  private final int size;

  /**
   * Stands for the task, callback or thread in which this was set; null of what that hands on to
   * others, and of what nobody has set anything in.
   */
  private final Object context;

  /** What is handed on of this; null until that has been asked for. */
  private Variables inherited;

  private Variables(Object[] table, int size, Object context) {
    this.table = table;
    this.size = size;
    this.context = context;
  }

  /** The snapshot that the calling code sees. */
  static Variables current() {
    EventLoop loop = EventLoop.runningOrNull();
    return loop == null ? OUTSIDE.get() : loop.variables();
  }

  /**
   * What a new task or callback inherits from the calling code, which probably runs in {@code
   * loop}.
   */
  static Variables inheritedIn(EventLoop loop) {
    return inherited(loop.isInLoop() ? loop.variables() : current());
  }

  /** The same values, for another task, callback or thread; null for null. */
  static Variables inherited(Variables variables) {
    return variables == null || variables.context == null ? variables : variables.forOthers();
  }

  private Variables forOthers() {
    if (inherited == null) {
      inherited = new Variables(table, size, null);
    }
    return inherited;
  }

  /**
   * What the snapshots of one task, callback or thread have in common, from its first {@code set}
   * on; null of the empty snapshot.
   */
  static Object context(Variables variables) {
    return variables == null ? null : variables.context;
  }

  /** Replaces the snapshot that the calling code sees. */
  static void setCurrent(Variables variables) {
    EventLoop loop = EventLoop.runningOrNull();
    if (loop != null) {
      loop.setVariables(variables);
    } else if (variables == null) {
      OUTSIDE.remove();
    } else {
      OUTSIDE.set(variables);
    }
  }

  /** The value of a variable in a snapshot, or {@code otherwise} when it has none. */
  static Object get(Variables variables, ContextVar<?> variable, Object otherwise) {
    if (variables == null) {
      return otherwise;
    }
    Object[] table = variables.table;
    int slot = slot(table, variable);
    boolean missing = table[slot] == null || table[slot + 1] == ABSENT;
    return missing ? otherwise : table[slot + 1];
  }

  /** A snapshot with another value of one variable. */
  static Variables with(Variables variables, ContextVar<?> variable, Object value) {
    return (variables == null ? EMPTY : variables).with(variable, value);
  }

  /** A snapshot without a value of one variable. */
  static Variables without(Variables variables, ContextVar<?> variable) {
    return with(variables, variable, ABSENT);
  }

  private Variables with(ContextVar<?> variable, Object value) {
    boolean added = table[slot(table, variable)] == null;
    boolean full = added && (size + 1) * 4 > table.length;
    Object[] copy = full ? larger() : table.clone();
    put(copy, variable, value);
    return new Variables(copy, added ? size + 1 : size, context == null ? new Object() : context);
  }

  private Object[] larger() {
    Object[] larger = new Object[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i] != null) {
        put(larger, (ContextVar<?>) table[i], table[i + 1]);
      }
    }
    return larger;
  }

  private static void put(Object[] table, ContextVar<?> variable, Object value) {
    int slot = slot(table, variable);
    table[slot] = variable;
    table[slot + 1] = value;
  }

  /** Where a variable stands, or where it would have to be put. */
  private static int slot(Object[] table, ContextVar<?> variable) {
    int mask = table.length - 2;
    int slot = (variable.hash << 1) & mask;
    while (table[slot] != null && table[slot] != variable) {
      slot = (slot + 2) & mask;
    }
    return slot;
  }
}
