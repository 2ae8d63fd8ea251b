package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Rows D14, G10 and H01 to H08: what came after Java 9; a row runs where the JDK is new enough. */
class NewerJavaCasesTest {
  @Test
  void d14_accessorFailureOfAPatternIsNotMixedUpWithTheAwaits() {
    Case.of(
            """
            record Box(Object value) { public Object value() { if ("bad".equals(value)) throw new IllegalStateException("accessor"); return value; } }
            @Async static Coroutine<String> f(Object o) {
              String r;
              try {
                r = switch (await(later(o))) {
                  case Box(String s) when await(later(s.length() > 1)) -> "S" + await(later(s));
                  case Box(Integer i) -> { if (await(later(i)) == 0) throw new IllegalStateException("own"); yield "I" + i; }
                  case Box b -> "B";
                  default -> await(fails(new IllegalStateException("awaited")));
                };
              } catch (MatchException e) {
                r = "match " + await(later(e.getCause().getMessage()));
              } catch (IllegalStateException e) {
                r = e.getMessage();
              }
              return Coroutine.of(r + " ");
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (Object o : new Object[] {new Box("ok"), new Box("x"), new Box(1), new Box(0), new Box("bad"), "other"}) r += await(f(o));
              return Coroutine.of(r);
            }
            """)
        .java(21)
        .notEcj() // whose code for this passes no verifier, even without a transformer
        .prints("= Sok B I1 own match accessor awaited ");
  }

  @Test
  void g10_awaitBeforeTheSuperCallIsRefused() {
    Findings.of(
            """
            static class Base { Base(int n) {} }
            static class Derived extends Base {
              Derived() {
                // error[FERMATA-002]: constructor
                int n = await(later(1));
                super(n);
              }
            }
            """)
        .java(25)
        .check();
  }

  @Test
  void h01_recordMethodsAreAsyncAndTheRecordKeepsItsComponents() {
    Case.of(
            """
            interface Load { Coroutine<String> load(int n); }
            record User(String name, List<? extends Number> ids) implements Load {
              static int made;
              User { Objects.requireNonNull(name); made++; }
              @Override @Async public Coroutine<String> load(int n) { return Coroutine.of(name + await(later(n)) + ids); }
              @Async static Coroutine<User> make(String name) { return Coroutine.of(new User(await(later(name)), List.of(await(later(1)), 2.5))); }
              @Async Coroutine<User> rename(String suffix) { return Coroutine.of(new User(name + await(later(suffix)), ids)); }
            }
            @Async static Coroutine<Object> run() throws Exception {
              User u = await(User.make("u"));
              String components = "";
              for (java.lang.reflect.RecordComponent c : User.class.getRecordComponents()) components += c.getName() + ":" + c.getGenericType().getTypeName() + ";";
              return Coroutine.of(await(u.load(3)) + await(u.rename("!")) + u.equals(await(User.make("u"))) + User.made + components);
            }
            """)
        .java(17)
        .prints(
            "= u3[1, 2.5]User[name=u!, ids=[1, 2.5]]true3name:java.lang.String;"
                + "ids:java.util.List<? extends java.lang.Number>;");
  }

  @Test
  void h01_awaitInACompactConstructorIsRefused() {
    Findings.of(
            """
            record Point(int x) {
              Point {
                // error[FERMATA-002]: constructor
                x = await(later(x));
              }
              Point() {
                // error[FERMATA-002]: factory
                this(await(later(1)));
              }
            }
            """)
        .java(17)
        .check();
  }

  @Test
  void h02_sealedTypesKeepTheirSubclasses() {
    Case.of(
            """
            sealed interface Shape permits Circle, Square {
              @Async default Coroutine<String> name() { return Coroutine.of(getClass().getSimpleName() + await(later(size()))); }
              int size();
            }
            record Circle(int size) implements Shape {}
            static non-sealed class Square implements Shape {
              public int size() { return 2; }
              @Override @Async public Coroutine<String> name() { return Coroutine.of("S" + await(Shape.super.name())); }
            }
            static abstract sealed class Base { @Async Coroutine<String> m() { return Coroutine.of(await(later("m"))); } }
            static final class Leaf extends Base {}
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(new Circle(1).name()) + await(new Square().name()) + await(new Leaf().m())
                  + Shape.class.getPermittedSubclasses().length + Base.class.getPermittedSubclasses()[0].getSimpleName());
            }
            """)
        .java(17)
        .prints("= Circle1SSquare2m2Leaf");
  }

  @Test
  void h03_patternSwitchWithAwaitedGuards() {
    Case.of(
            """
            sealed interface Shape permits Circle, Square {}
            record Circle(double r) implements Shape {}
            record Square(int side) implements Shape {}
            enum Color { RED, GREEN }
            @Async static Coroutine<String> f(Object o, int limit) {
              return Coroutine.of(1 + switch (o) {
                case null -> await(later("null"));
                case Integer i when await(later(i)) > limit && i < await(later(100)) -> "big" + i;
                case Integer i when await(later(i == 5)) -> { int n = i; await(later(n)); yield "five" + n; }
                case Integer i -> "int" + await(later(i));
                case String s when s.isEmpty() -> "empty";
                case String s when await(later(s.length())) > 2 -> s + await(later("!"));
                case Color.GREEN -> "g" + await(later("reen"));
                case Circle(double r) when r > await(later(1.0)) -> "circle" + r;
                case Shape s -> area(s) + await(later("shape"));
                default -> "other" + await(later(o));
              } + " ");
            }
            static int area(Shape s) { return switch (s) { case Circle c -> 3; case Square q -> q.side() * q.side(); }; }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (Object o : new Object[] {null, 50, 500, 5, 1, "", "abc", "x", Color.GREEN, Color.RED, new Circle(2), new Circle(0), new Square(3)}) r += await(f(o, 10));
              return Coroutine.of(r);
            }
            """)
        .java(21)
        .prints(
            "= 1null 1big50 1int500 1five5 1int1 1empty 1abc! 1otherx 1green 1otherRED 1circle2.0"
                + " 13shape 19shape ");
  }

  @Test
  void h04_nestedRecordPatterns() {
    Case.of(
            """
            record Pair<A, B>(A a, B b) {}
            record Node(Pair<Object, Node> pair, long n) {}
            @Async static Coroutine<String> f(Object o) {
              if (o instanceof Pair(var a, Pair(String b, var c)) && await(later(b)).length() == 1) {
                await(later(1));
                return Coroutine.of(a + b + c + " ");
              }
              if (!(o instanceof Node(Pair<Object, Node>(var x, Node(var inner, var m)), long n))) {
                return Coroutine.of("no ");
              }
              n += await(later(m));
              return Coroutine.of(x + "" + inner + n + " ");
            }
            @Async static Coroutine<Object> run() {
              Object[] all = {new Pair<>(1, new Pair<>("b", 'c')), new Pair<>(1, new Pair<>("bb", 'c')), new Node(new Pair<>("x", new Node(null, 5)), 7), new Node(new Pair<>("x", null), 7), "s"};
              String r = "";
              for (Object o : all) r += await(f(o));
              return Coroutine.of(r);
            }
            """)
        .java(21)
        .prints("= 1bc no xnull12 no no ");
  }

  @Test
  void h05_flowScopedBindingsLiveOverTheAwait() {
    Case.of(
            """
            @Async static Coroutine<String> f(Object o) {
              if (!(await(later(o)) instanceof String s)) return Coroutine.of("no ");
              await(later(1));
              String r = s.trim();
              while (!(o instanceof CharSequence c && c.length() > 5)) {
                o = o + await(later("-"));
              }
              await(later(2));
              boolean b = o instanceof String t && await(later(t.length())) > 3 && t.startsWith(s);
              return Coroutine.of(r + o + b + " ");
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(f("ab ")) + await(f(1))); }
            """)
        .java(17)
        .prints("= abab ---true no ");
  }

  @Test
  void h06_textBlocksAndVar() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              var list = new ArrayList<Map<String, ? extends Number>>();
              list.add(Map.of("k", await(later(1))));
              for (var m : list) { for (var e : m.entrySet()) { var n = e.getValue(); await(later(2)); log(e.getKey() + n); } }
              var text = \"""
                  a %s
                    b\\
                   c
                  \""".formatted(await(later("x")));
              var anonymous = new Object() { int n = 1; String show() { return "n" + n; } };
              anonymous.n += await(later(4));
              return Coroutine.of(text.replace('\\n', '|') + anonymous.show());
            }
            """)
        .java(17)
        .prints("k1", "= a x|  b c|n5");
  }

  @Test
  void h06_unnamedVariablesAndPatterns() {
    Case.of(
            """
            record Pair(Object a, Object b) {}
            @Async static Coroutine<Object> run() {
              String r = "";
              for (var _ : List.of(1, 2)) r += await(later("l"));
              try {
                await(fails(new IOException("x")));
              } catch (IOException _) {
                r += await(later("c"));
              }
              int _ = await(later(3));
              BiFunction<Integer, Integer, Coroutine<Integer>> second = (_, b) -> Coroutine.of(await(later(b)));
              r += await(second.apply(1, 2));
              try (AutoCloseable _ = () -> log("closed")) { r += await(later("t")); } catch (Exception _) { r += "no"; }
              return Coroutine.of(switch ((Object) new Pair(await(later("a")), r)) {
                case Pair(_, String b) when await(later(b.length() > 1)) -> b + await(later("!"));
                case Pair(_, _) -> "none";
                default -> "other";
              });
            }
            """)
        .java(22)
        .prints("closed", "= llc2t!");
  }

  @Test
  void h06_compactSourceFileWithAnInstanceMain() {
    Case.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              Class<?> main = Class.forName("Compact", true, Target.class.getClassLoader());
              java.lang.reflect.Constructor<?> constructor = main.getDeclaredConstructor();
              constructor.setAccessible(true);
              java.lang.reflect.Method greet = main.getDeclaredMethod("greet", String.class);
              greet.setAccessible(true);
              Object call = greet.invoke(constructor.newInstance(), "world");
              return Coroutine.of(await((Coroutine<?>) call));
            }
            """)
        .with(
            "Compact.java",
            """
            import dev.fermata.*;
            import static dev.fermata.Fermata.*;
            int count = 1;
            @Async Coroutine<String> greet(String name) {
              await(yieldNow());
              count++;
              return Coroutine.of("hello " + name + count);
            }
            void main() { run(greet("main")); }
            """)
        .java(25)
        .onlyCoroutines()
        .prints("= hello world2");
  }

  @Test
  void h08_threadLocalBelongsToTheLoopsThread() {
    Case.of(
            """
            static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "initial");
            @Async static Coroutine<Object> run() {
              Thread thread = Thread.currentThread();
              LOCAL.set("set");
              await(later(1));
              return Coroutine.of(LOCAL.get() + (thread == Thread.currentThread()));
            }
            """)
        .prints("= settrue");
  }
}
