package dev.fermata.transformer.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A random program: the class {@code Target}, whose method {@code run} is to be run. Its
 * asynchronous methods stand in the nested class {@code Body} and the interface {@code Side} of it.
 *
 * @param seed what it was made from
 * @param level the Java version that it is written for
 * @param methods its asynchronous methods
 */
record Program(long seed, int level, List<Method> methods) {
  /**
   * An asynchronous method.
   *
   * @param body its code
   */
  record Method(Signature signature, Node body) {
    String text(boolean isAsync) {
      return signature.head(isAsync) + " {\n" + body.text(isAsync) + "}\n";
    }
  }

  private static final String FIELDS =
      "int fieldI = 3; long fieldL; double fieldD = 0.5; String fieldS = \"f\"; byte fieldB;"
          + " int[] fieldA = {1, 2};\n";

  /** What programs may use, by the word that shows that they do. */
  private static final Map<String, String> HELPERS = new TreeMap<>();

  static {
    HELPERS.put("staticI", "static int staticI;");
    HELPERS.put("Colour", "enum Colour { RED, GREEN, BLUE }");
    HELPERS.put("Rec", "record Rec(int x, String y) {}");
    HELPERS.put(
        "TestError", "static class TestError extends Error { TestError(String m) { super(m); } }");
    HELPERS.put(
        "Pair",
        "static class Pair { static { log(\"init\"); } final int first; final String second;"
            + " Pair(int first, String second) { log(\"Pair\"); this.first = first; this.second = second; }"
            + " Pair with(int f, String s) { return new Pair(first + f, s); }"
            + " @Override public String toString() { return first + \":\" + second; } }");
    HELPERS.put(
        "Res",
        "static class Res implements AutoCloseable { final String name;"
            + " Res(String name) { log(\"open \" + name); this.name = name; }"
            + " @Override public void close() { log(\"close \" + name);"
            + " if (name != null && name.length() == 1) { throw new IllegalStateException(name); } } }");
    HELPERS.put(
        "tick(",
        "static int ticks; static void tick() {"
            + " if (ticks++ > 150) { throw new IllegalStateException(\"ticks\"); } }");
    HELPERS.put(
        "cut(",
        "static String cut(String s) {"
            + " return s == null || s.length() < 20 ? s : s.substring(s.length() - 20); }");
    HELPERS.put("same(", "static <T> T same(T value) { return value; }");
    HELPERS.put(
        "mix(",
        "static int mix(int a, long b, String c, double d) {"
            + " log(\"mix \" + a + \" \" + b + \" \" + c + \" \" + d); return a ^ (int) b; }");
    HELPERS.put(
        "show(",
        "static String show(Object o) {"
            + " if (o instanceof int[]) { return Arrays.toString((int[]) o); }"
            + " if (o instanceof long[]) { return Arrays.toString((long[]) o); }"
            + " if (o instanceof byte[]) { return Arrays.toString((byte[]) o); }"
            + " return o instanceof Object[] ? Arrays.deepToString((Object[]) o) : String.valueOf(o); }");
    HELPERS.put(
        "name(",
        "static String name(Throwable e) {"
            + " return e.getClass().getSimpleName() + (e instanceof NullPointerException ? \"\" :"
            + " \" \" + e.getMessage()) + Arrays.stream(e.getSuppressed()).filter(s ->"
            + " !s.getClass().getSimpleName().equals(\"AwaitTrace\")).count(); }");
  }

  /** The same program with another method in the place of one. */
  Program with(int index, Method method) {
    List<Method> changed = new ArrayList<>(methods);
    changed.set(index, method);
    return new Program(seed, level, changed);
  }

  /** The same program without a method. */
  Program without(int index) {
    List<Method> changed = new ArrayList<>(methods);
    changed.remove(index);
    return new Program(seed, level, changed);
  }

  /** How large it is. */
  int size() {
    return methods.stream().mapToInt(method -> method.body().size()).sum();
  }

  /** The members of the class {@code Target}. */
  String members(boolean isAsync) {
    StringBuilder main = new StringBuilder();
    StringBuilder side = new StringBuilder();
    for (Method method : methods) {
      boolean inInterface = method.signature().owner().isInInterface();
      (inInterface ? side : main).append(method.text(isAsync));
    }
    StringBuilder code = new StringBuilder("static class Body ");
    code.append(side.isEmpty() ? "{\n" : "implements Side {\n");
    code.append(main.indexOf("this.field") >= 0 ? FIELDS : "").append(main).append("}\n");
    if (!side.isEmpty()) {
      code.append("interface Side {\n").append(side).append("}\n");
    }
    code.append(
        isAsync
            ? "@Async static Coroutine<Object> run() {"
                + " return Coroutine.of(show(await(new Body().m0()))); }\n"
            : "static Object run() { return show(new Body().m0()); }\n");
    addHelpers(code, isAsync);
    return code.toString();
  }

  /** An asynchronous method that gives its argument back, or fails. */
  private static void addSlow(
      String name, String type, String of, StringBuilder code, boolean isAsync) {
    if (code.indexOf(name + "(") >= 0) {
      code.append(
          isAsync
              ? "@Async static <T> " + type + "<T> " + name + "(T v) { T w = await(later(v)); "
              : "static <T> T " + name + "(T v) { T w = later(v); ");
      code.append("log(\"").append(name);
      code.append(
          "\"); if (\"7\".equals(show(w))) { throw new IllegalStateException(\"7\"); } return ");
      code.append(isAsync ? of + "(w)" : "w").append("; }\n");
    }
  }

  private static void addHelpers(StringBuilder code, boolean isAsync) {
    addSlow("stage", "CompletableFuture", "CompletableFuture.completedFuture", code, isAsync);
    addSlow("soon", "Coroutine", "Coroutine.of", code, isAsync);
    Map<String, String> left = new TreeMap<>(HELPERS);
    boolean added = true;
    while (added) {
      added =
          left.entrySet()
              .removeIf(
                  helper -> {
                    boolean used = code.indexOf(helper.getKey()) >= 0;
                    if (used) {
                      code.append(helper.getValue()).append('\n');
                    }
                    return used;
                  });
    }
  }

  private static final String ASYNC_IMPORTS =
      """
      import dev.fermata.*; import static dev.fermata.Fermata.*;
      import static dev.fermata.transformer.random.Later.*;
      """;

  private static final String PLAIN_IMPORTS =
      """
      import dev.fermata.transformer.random.Plain;
      import static dev.fermata.transformer.random.Plain.*;
      """;

  /** A source file. */
  String source(boolean isAsync, String packageName) {
    String members = members(isAsync);
    String imports =
        "import java.util.*; import java.util.concurrent.*; import java.util.function.*;\n"
            + "import static dev.fermata.transformer.cases.harness.Journal.*;\n"
            + (isAsync ? ASYNC_IMPORTS : PLAIN_IMPORTS);
    return "package " + packageName + ";\n" + imports + "public class Target {\n" + members + "}\n";
  }
}
