package dev.fermata.checks.conformance.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes random programs. A function calls only later ones, so that every program ends. */
final class ProgramMaker {
  private static final int FUNCTIONS = 5;
  private static final int DEPTH = 3;
  private static final List<String> WHEN =
      List.of("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION");

  private final Random random;

  private final Kind kind;

  private int function;
  private int steps;

  private ProgramMaker(long seed) {
    random = new Random(seed);
    kind = Kind.values()[(int) Math.floorMod(seed, 4L)];
  }

  /** What a program has most of. */
  private enum Kind {
    MIXED,
    /** Cancellations, often swallowed. */
    STORMY,
    /** Tasks that meet at locks, conditions and queues. */
    CROWDED,
    /** Tasks that start at once. */
    EAGER
  }

  /** The program of that seed. */
  static Program make(long seed) {
    ProgramMaker maker = new ProgramMaker(seed);
    return new Program(maker.kind == Kind.EAGER, maker.functions());
  }

  private List<List<Step>> functions() {
    List<List<Step>> functions = new ArrayList<>();
    for (function = 0; function < FUNCTIONS; function++) {
      functions.add(body(function == 0 ? 6 + below(6) : 2 + below(4), 0));
    }
    return functions;
  }

  private List<Step> body(int size, int depth) {
    List<Step> body = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      body.add(step(depth));
    }
    return body;
  }

  private Step step(int depth) {
    int dice = below(100);
    if (dice < 22 && depth < DEPTH) {
      return kind == Kind.CROWDED && below(3) > 0 ? room(depth) : block(depth);
    }
    if (function == 0 && dice < 50) {
      // Main goes on, so that tasks come to meet.
      return below(2) == 0 ? step("sleep", below(3)) : step("spawn", callee());
    }
    if (dice < (kind == Kind.STORMY ? 50 : 62)) {
      return kind == Kind.CROWDED && below(2) > 0 ? meeting() : awaiting();
    }
    if (dice < (kind == Kind.CROWDED ? 80 : 72) && function + 1 < FUNCTIONS) {
      return step(below(3) == 0 ? "gspawn" : "spawn", callee());
    }
    if (dice < 84) {
      return below(2) == 0 ? step("soon", effect()) : step("later", below(4), effect());
    }
    return kind == Kind.CROWDED && below(2) > 0 ? signal() : plain();
  }

  // ---------------------------------------------------------------- kinds of steps

  private Step block(int depth) {
    return switch (below(8)) {
      case 0, 1 -> step("timeout", limit(), inner(depth));
      case 2, 3 -> step("group", inner(depth));
      case 4, 5 -> step("try", inner(depth), body(below(3), depth + 1), body(below(3), depth + 1));
      case 6 -> step("repeat", 1 + below(3), inner(depth));
      default -> room(depth);
    };
  }

  /** A block that only so many tasks are in. */
  private Step room(int depth) {
    return switch (below(3)) {
      case 0 -> step("lock", below(2), inner(depth));
      case 1 -> step("sem", below(2), inner(depth));
      default -> {
        List<Step> body = inner(depth);
        body.add(
            below(body.size() + 1), below(2) == 0 ? step("cwait") : step("notify", 1 + below(2)));
        yield step("cond", body);
      }
    };
  }

  private List<Step> inner(int depth) {
    return body(1 + below(3), depth + 1);
  }

  private Step awaiting() {
    return switch (below(20)) {
      case 0, 1, 2, 3 -> step("sleep", below(4));
      case 4, 5 -> function + 1 < FUNCTIONS ? step("call", callee()) : step("sleep", 0);
      case 6, 7, 8 -> step("await", reference());
      case 9, 10 -> step("gather", below(2) == 0, references());
      case 11 -> step("wait", WHEN.get(below(3)), limit(), List.of(below(8), below(8), below(8)));
      case 12, 13 -> step("waitfor", reference(), limit());
      case 14 -> step("shield", reference());
      case 15 -> step("completed", limit(), List.of(below(8), below(8), below(8)));
      default -> meeting();
    };
  }

  private Step meeting() {
    return switch (below(10)) {
      case 0, 1 -> step("take", below(2));
      case 2, 3 -> step("put", below(2), below(100));
      case 4, 5 -> step("cwait");
      case 6, 7 -> step("evwait");
      case 8 -> below(4) == 0 ? step("abort", below(2) == 0) : step("barrier");
      default -> below(3) == 0 ? step("join", below(2)) : step("sleep", 0);
    };
  }

  /** What those wait for who met. */
  private Step signal() {
    return switch (below(6)) {
      case 0, 1 -> step("notify", 1 + below(2));
      case 2 -> step("putnow", below(2), below(100));
      case 3 -> step("takenow", below(2));
      case 4 -> step("taskdone", below(2));
      default -> step("evset");
    };
  }

  private Step plain() {
    return switch (below(14)) {
      case 0 -> step("raise", below(9));
      case 1 -> step("uncancel");
      case 2 -> step("count");
      case 3 -> step("fresh", below(3));
      case 4 -> step("evclear");
      case 5, 6 -> signal();
      case 7 -> below(4) == 0 ? step("shutdown", below(2), below(2) == 0) : step("done");
      case 8 -> step("resched", limit());
      case 9 -> step("callback", below(3), below(100));
      case 10 -> step("setvar", below(100));
      case 11 -> step("getvar");
      default -> effect();
    };
  }

  /** A step that needs no task around it. */
  private Step effect() {
    if (kind == Kind.STORMY && below(2) > 0) {
      return step("cancel", below(8));
    }
    return switch (below(8)) {
      case 0, 1 -> step("cancel", below(8));
      case 2, 3 -> step("set", below(3));
      case 4 -> step("fail", below(3));
      case 5 -> step("drop", below(3));
      case 6 -> step("evset");
      default -> step("putnow", below(2), below(100));
    };
  }

  // ---------------------------------------------------------------- parts of steps

  private Step step(String operation, Object... arguments) {
    int mode = below(10) < 3 ? 0 : below(kind == Kind.STORMY ? 4 : 8) > 0 ? 1 : 2;
    return new Step(steps++, operation, mode, Arrays.asList(arguments));
  }

  private List<Object> reference() {
    int kind = below(10);
    if (kind < 4 && function + 1 < FUNCTIONS) {
      return List.of("call", callee());
    }
    return kind < 7 ? List.of("future", below(3)) : List.of("task", below(8));
  }

  private List<List<Object>> references() {
    List<List<Object>> references = new ArrayList<>();
    int size = below(4);
    for (int i = 0; i < size; i++) {
      references.add(reference());
    }
    return references;
  }

  private int callee() {
    return function + 1 + below(FUNCTIONS - function - 1);
  }

  private Integer limit() {
    int limit = below(6);
    return limit == 5 ? null : (Integer) limit;
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }
}
