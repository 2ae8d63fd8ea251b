package dev.fermata.transformer.random;

import java.util.ArrayList;
import java.util.List;

/**
 * A program with one long random method: many variables of all kinds, and many awaits in straight
 * code, loops, handlers and expressions, of which each changes or shows a variable that is alive.
 */
final class LongMethod {
  /** When the variables are alive. */
  enum Lives {
    /** All of the time. */
    ALWAYS,
    /** From a random await on. */
    GROWING,
    /** Up to a random await. */
    SHRINKING,
    /** For a tenth of the awaits. */
    SHORTLY,
    /** From a random await to another. */
    RANDOM
  }

  /**
   * A variable.
   *
   * @param from the await before which it is declared
   * @param to the await after which it is read for the last time
   */
  private record Variable(String name, Kind kind, int from, int to) {
    String with(String text) {
      return text.replace("$", name);
    }
  }

  /** Declares a variable, changes one by an await, and makes an int of one. */
  private enum Kind {
    INT("int $ = h + %d; ", "$ += await(later(%d)); ", "$"),
    LONG("long $ = h * 3L + %d; ", "$ ^= h + await(later(%dL)); ", "(int) ($ >> 3)"),
    DOUBLE("double $ = h + %d.5; ", "$ = $ / 2 + await(later(%d.25)); ", "(int) ($ * 4)"),
    FLOAT("float $ = %d.5f; ", "$ = -$ + await(later(%d.5f)); ", "(int) $"),
    SHORT("short $ = (short) (h + %d); ", "$ += await(later(%d)); ", "$"),
    BOOLEAN("boolean $ = h %% 2 == %d; ", "$ ^= await(later(%d)) %% 2 == 0; ", "($ ? 3 : 4)"),
    STRING(
        "String $ = \"v\" + (h + %d); ",
        "$ = $.substring(1) + await(later(\"s%d\")); ", "$.hashCode()"),
    LIST(
        "List<Integer> $ = new ArrayList<>(Collections.singletonList(%d)); ",
        "$.add(await(later(%d))); ", "$.hashCode()"),
    ARRAY("int[] $ = {h, %d}; ", "$[h & 1] += await(later(%d)); ", "($[0] + $[1])"),
    OBJECT("Object $ = h + %d; ", "$ = await(later(%d)); ", "$.hashCode()"),
    NULL(
        "String $ = null; ",
        "$ = $ == null ? await(later(\"n%d\")) : null; ",
        "Objects.hashCode($)");

    final String declaration;
    final String change;
    final String value;

    Kind(String declaration, String change, String value) {
      this.declaration = declaration;
      this.change = change;
      this.value = value;
    }
  }

  private final Dice dice;
  private final int awaits;
  private final List<Variable> variables = new ArrayList<>();
  private final StringBuilder code = new StringBuilder();
  private int number;

  private LongMethod(long seed, Lives lives, int variables, int awaits) {
    this.dice = new Dice(seed);
    this.awaits = awaits;
    for (int i = 0; i < variables; i++) {
      int one = dice.below(awaits);
      int other = dice.below(awaits);
      int from =
          switch (lives) {
            case ALWAYS, SHRINKING -> 0;
            case GROWING, SHORTLY -> one;
            case RANDOM -> Math.min(one, other);
          };
      int to =
          switch (lives) {
            case ALWAYS, GROWING -> awaits;
            case SHRINKING -> one;
            case SHORTLY -> from + awaits / 10;
            case RANDOM -> Math.max(one, other);
          };
      this.variables.add(new Variable("v" + i, dice.pick(Kind.values()), from, to));
    }
  }

  /** The members of the class {@code Target} with the method {@code run}. */
  static String members(long seed, Lives lives, int variables, int awaits) {
    return new LongMethod(seed, lives, variables, awaits).members();
  }

  private String members() {
    String owner = dice.chance(50) ? "static " : "";
    for (int at = 0; at <= awaits; at++) {
      step(at);
    }
    return """
        int field = 5;
        static int mix(int a, long b, String c, double d) { return a ^ (int) b ^ c.length() ^ (int) d; }
        @Async %sCoroutine<Integer> body(int h, long p, String q) throws Exception {
        %sreturn Coroutine.of(h + (int) p + q.length());
        }
        @Async static Coroutine<Object> run() throws Exception {
          return Coroutine.of(await(%s(3, 1L << 40, "q")));
        }
        """
        .formatted(owner, code, owner.isEmpty() ? "new Target().body" : "body");
  }

  private void step(int at) {
    for (Variable variable : variables) {
      if (variable.from == at) {
        code.append(variable.with(variable.kind.declaration.formatted(next())));
      }
    }
    List<Variable> alive = variables.stream().filter(v -> v.from <= at && at <= v.to).toList();
    if (at < awaits) {
      code.append(statement(alive));
      if (at % 8 == 0) {
        code.append("log(h); ");
      }
    }
    for (Variable variable : alive) {
      if (variable.to == at) {
        code.append("h = h * 31 + ").append(variable.with(variable.kind.value)).append("; ");
      }
    }
    code.append('\n');
  }

  private int next() {
    return number++ % 100;
  }

  private String statement(List<Variable> alive) {
    String change = alive.isEmpty() ? "h += await(later(%d)); ".formatted(next()) : change(alive);
    return switch (dice.below(12)) {
      case 0 -> "for (int i = 0; i < 2; i++) { %s} ".formatted(change);
      case 1 -> "if (h %% 3 != 0) { %s} ".formatted(change);
      case 2 ->
          "try { %sif (h %% 2 == 0) throw new IOException(); } catch (IOException e) { h++; } "
              .formatted(change);
      case 3 ->
          "try { await(fails(new IOException(\"e\"))); } catch (IOException e) { %sh += e.getMessage().length(); } "
              .formatted(change);
      case 4 -> "try { h++; } finally { %s} ".formatted(change);
      case 5 ->
          "{ long t = h; String u = \"u\" + t; %sh += (int) t + u.length(); } ".formatted(change);
      case 6 -> "h = mix(h, p, q, await(later(%d.5))) + %s; ".formatted(next(), value(alive));
      case 7 -> "h += %s * (h - await(later(%d))); ".formatted(value(alive), next());
      default -> change;
    };
  }

  private String change(List<Variable> alive) {
    Variable variable = dice.pick(alive);
    return variable.with(variable.kind.change.formatted(next()));
  }

  private String value(List<Variable> alive) {
    if (alive.isEmpty()) {
      return "7";
    }
    Variable variable = dice.pick(alive);
    return variable.with(variable.kind.value);
  }

  /** A program whose method awaits so often while so many variables of type int are alive. */
  static String ints(int variables, int awaits) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < variables; i++) {
      code.append("int v%d = h + %d;\n".formatted(i, i % 100));
    }
    for (int i = 0; i < awaits; i++) {
      code.append("v%d += await(later(%d));\n".formatted(i % variables, i));
    }
    for (int i = 0; i < variables; i++) {
      code.append("h += v%d;\n".formatted(i));
    }
    return """
        @Async static Coroutine<Integer> body(int h) {
        %s return Coroutine.of(h);
        }
        @Async static Coroutine<Object> run() { return Coroutine.of(await(body(1))); }
        """
        .formatted(code);
  }
}
