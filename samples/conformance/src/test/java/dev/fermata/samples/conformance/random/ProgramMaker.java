package dev.fermata.samples.conformance.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Makes random programs: each a list of functions, of which the first is the main one. A function
 * calls only later ones, so that every program ends.
 */
final class ProgramMaker {
  private static final int FUNCTIONS = 5;
  private static final int DEPTH = 3;
  private static final List<String> WHEN =
      List.of("ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION");

  private final Random random;

  /** Whether the program cancels much and swallows cancellations. */
  private final boolean stormy;

  private int function;
  private int steps;

  private ProgramMaker(long seed) {
    random = new Random(seed);
    stormy = seed % 2 != 0;
  }

  /** The program of that seed. */
  static List<List<Step>> make(long seed) {
    return new ProgramMaker(seed).functions();
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
    int kind = below(100);
    if (kind < 22 && depth < DEPTH) {
      return block(depth);
    }
    if (kind < 62) {
      return awaiting();
    }
    if (kind < 74 && function + 1 < FUNCTIONS) {
      return step(below(3) == 0 ? "gspawn" : "spawn", callee());
    }
    if (kind < 80) {
      return below(2) == 0 ? step("soon", effect()) : step("later", below(4), effect());
    }
    return plain();
  }

  // ---------------------------------------------------------------- kinds of steps

  private Step block(int depth) {
    return switch (below(9)) {
      case 0, 1 -> step("timeout", limit(), inner(depth));
      case 2, 3 -> step("group", inner(depth));
      case 4, 5 -> step("try", inner(depth), body(below(3), depth + 1), body(below(3), depth + 1));
      case 6 -> step("repeat", 1 + below(3), inner(depth));
      case 7 ->
          below(2) == 0
              ? step("lock", below(2), inner(depth))
              : step("sem", below(2), inner(depth));
      default -> step("cond", inner(depth));
    };
  }

  private List<Step> inner(int depth) {
    return body(1 + below(3), depth + 1);
  }

  private Step awaiting() {
    return switch (below(22)) {
      case 0, 1, 2, 3 -> step("sleep", below(4));
      case 4, 5 -> function + 1 < FUNCTIONS ? step("call", callee()) : step("sleep", 0);
      case 6, 7, 8 -> step("await", reference());
      case 9, 10 -> step("gather", below(2) == 0, references());
      case 11 -> step("wait", WHEN.get(below(3)), limit(), List.of(below(8), below(8), below(8)));
      case 12, 13 -> step("waitfor", reference(), limit());
      case 14 -> step("shield", reference());
      case 15 -> step("evwait");
      case 16 -> step("put", below(2), below(100));
      case 17 -> step("take", below(2));
      case 18 -> step("cwait");
      case 19 -> step("completed", limit(), List.of(below(8), below(8), below(8)));
      case 20 -> below(3) == 0 ? step("join", below(2)) : step("sleep", 1);
      default -> below(4) == 0 ? step("abort", below(2) == 0) : step("barrier");
    };
  }

  private Step plain() {
    return switch (below(15)) {
      case 0 -> step("raise", below(9));
      case 1 -> step("uncancel");
      case 2 -> step("count");
      case 3 -> step("fresh", below(3));
      case 4 -> step("evclear");
      case 5 -> step("takenow", below(2));
      case 6 -> step("notify", 1 + below(2));
      case 7 -> below(4) == 0 ? step("shutdown", below(2), below(2) == 0) : step("done");
      case 8 -> step("resched", limit());
      case 10 -> step("setvar", below(100));
      case 11 -> step("getvar");
      case 12 -> step("taskdone", below(2));
      case 9 -> step("callback", below(3), below(100));
      default -> effect();
    };
  }

  /** A step that needs no task around it. */
  private Step effect() {
    return switch (below(stormy ? 16 : 8)) {
      case 0, 1, 8, 9, 10, 11, 12, 13, 14, 15 -> step("cancel", below(8));
      case 2, 3 -> step("set", below(3));
      case 4 -> step("fail", below(3));
      case 5 -> step("drop", below(3));
      case 6 -> step("evset");
      default -> step("putnow", below(2), below(100));
    };
  }

  // ---------------------------------------------------------------- parts of steps

  private Step step(String operation, Object... arguments) {
    int mode = below(10);
    return new Step(steps++, operation, mode < 3 ? 0 : mode < 9 ? 1 : 2, Arrays.asList(arguments));
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
