package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Rows F01 to F13: lambdas, inner classes and call sites made at run time. */
class LambdaCasesTest {
  @Test
  void f01_awaitInAPlainLambdaOrAnonymousMethodIsRefused() {
    Findings.of(
            """
            // error[FERMATA-001]: not asynchronous
            Supplier<Integer> field = () -> await(later(1));
            static final Runnable CONSTANT = () -> {
              // error[FERMATA-001]: Fermata.async
              await(later(1));
            };
            @Async static Coroutine<Object> run() {
              List<Integer> list = Arrays.asList(1, 2);
              // error[FERMATA-001]: List.forEach calls
              list.forEach(i -> await(later(i)));
              // error[FERMATA-001]: Stream.mapToInt calls
              int sum = list.stream().mapToInt(i -> await(later(i))).sum();
              Comparator<String> c = new Comparator<String>() {
                public int compare(String a, String b) {
                  // error[FERMATA-001]: compare
                  return await(later(a)).compareTo(b);
                }
              };
              return Coroutine.of(sum + await(later(1)));
            }
            """)
        .check();
  }

  @Test
  void f01_asyncLambdaNeedsNoAnnotation() {
    Case.of(
            """
            interface Op { Coroutine<String> apply(int n, String s) throws IOException; }
            static final Op FIELD = (n, s) -> Coroutine.of(await(later(n)) + s);
            final String name = "t";
            @Async Coroutine<String> call(Op op) throws IOException { return Coroutine.of(await(op.apply(1, await(later("a"))))); }
            @Async Coroutine<Object> body() throws IOException {
              String local = await(later("local"));
              String r = await(call((n, s) -> {
                String t = s + await(later(local)) + name;
                for (int i = 0; i < n; i++) t += await(later(i));
                return Coroutine.of(t);
              }));
              Function<Integer, Coroutine<Integer>> twice = n -> Coroutine.of(await(later(n)) * 2);
              Supplier<Coroutine<Void>> nothing = () -> { log(await(later("nothing"))); return Coroutine.done(); };
              await(nothing.get());
              try {
                await(call((n, s) -> { await(later(n)); throw new IOException("from lambda"); }));
              } catch (IOException e) {
                r += e.getMessage();
              }
              return Coroutine.of(r + await(twice.apply(21)) + await(call(FIELD)));
            }
            @Async static Coroutine<Object> run() throws IOException { return new Target().body(); }
            """)
        .prints("nothing", "= alocalt0from lambda421a");
  }

  @Test
  void f02_lambdasThatCaptureThisAndLocalsFromAfterAnAwait() {
    Case.of(
            """
            private int count = 1;
            private String text(String s) { return s + count; }
            @Async Coroutine<Object> body(int p) {
              long l = await(later(5L));
              Supplier<String> a = () -> text("a") + l + p;
              count += await(later(1));
              Function<String, String> b = s -> s + text(a.get());
              double d = await(later(0.5));
              BiFunction<Integer, Object, String> c = (i, o) -> b.apply("" + o) + i + d + this.count;
              return Coroutine.of(c.apply(await(later(7)), await(later('o'))));
            }
            @Async static Coroutine<Object> run() { return new Target().body(3); }
            """)
        .prints("= oa253270.52");
  }

  @Test
  void f03_lambdaInLambdaAndMethodReferenceToAnAsyncMethod() {
    Case.of(
            """
            @Async static Coroutine<String> named(String s) { return Coroutine.of(s + await(later("!"))); }
            @Async Coroutine<String> instance(int n) { return Coroutine.of("i" + await(later(n))); }
            @Async static Coroutine<String> each(List<String> list, Function<String, Coroutine<String>> f) {
              String r = "";
              for (String s : list) r += await(f.apply(s));
              return Coroutine.of(r);
            }
            @Async static Coroutine<Object> run() {
              Target t = new Target();
              IntFunction<Coroutine<String>> bound = t::instance;
              BiFunction<Target, Integer, Coroutine<String>> unbound = Target::instance;
              Function<Integer, Supplier<Coroutine<Integer>>> nested = a -> () -> Coroutine.of(a + await(later(10)));
              Supplier<Supplier<Coroutine<String>>> deep = () -> {
                Supplier<Coroutine<String>> inner = () -> {
                  Function<String, Coroutine<String>> innermost = s -> Coroutine.of(s + await(later("d")));
                  return Coroutine.of(await(innermost.apply("x")) + await(innermost.apply("y")));
                };
                return inner;
              };
              String r = await(each(Arrays.asList("a", "b"), Target::named)) + await(bound.apply(1)) + await(unbound.apply(t, 2));
              return Coroutine.of(r + await(nested.apply(5).get()) + await(deep.get().get()));
            }
            """)
        .prints("= a!b!i1i215xdyd");
  }

  @Test
  void f04_localAndAnonymousClassesInTheBody() {
    Case.of(
            """
            interface Shape { String name(); }
            @Async static Coroutine<Object> run() throws Exception {
              String captured = await(later("c"));
              class Local implements Shape {
                final int n;
                Local(int n) { this.n = n; }
                public String name() { return captured + n; }
                @Async Coroutine<String> later2() { return Coroutine.of(name() + await(later("l"))); }
              }
              Shape s = new Local(await(later(1)));
              Shape anonymous = new Shape() { public String name() { return captured + "anonymous" + s.name(); } };
              await(later(2));
              Class<?> c = anonymous.getClass();
              String enclosing = c.getEnclosingMethod().getName() + Local.class.getEnclosingMethod().getReturnType().getSimpleName().startsWith("Co") + c.isAnonymousClass() + Local.class.isLocalClass();
              return Coroutine.of(s.name() + anonymous.name() + await(new Local(3).later2()) + enclosing);
            }
            """)
        .prints("= c1canonymousc1c3lruntruetruetrue");
  }

  @Test
  void f04_localRecordEnumAndInterface() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              int before = await(later(1));
              record Point(int x, Object y) {}
              enum Color { RED, GREEN }
              interface Named { default String name() { return "named"; } }
              Point p = new Point(await(later(2)), Color.GREEN);
              Named n = new Named() {};
              await(later(3));
              return Coroutine.of(p + n.name() + Color.values().length + before + p.equals(new Point(2, await(later(Color.GREEN)))));
            }
            """)
        .java(17)
        .prints("= Point[x=2, y=GREEN]named21true");
  }

  @Test
  void f05_privateMembersOfOuterAndInnerClasses() {
    Case.of(
            """
            private int secret = 1;
            private static String staticSecret = "s";
            private int twice(int n) { return n * 2; }
            private static String wrap(String s) { return "<" + s + ">"; }
            class Inner {
              private int own = 5;
              private Inner() {}
              @Async Coroutine<String> use() {
                secret += await(later(10));
                secret++;
                staticSecret += await(later(twice(secret)));
                return Coroutine.of(wrap(staticSecret) + Target.this.secret);
              }
              @Async private Coroutine<Integer> hidden(int n) { return Coroutine.of(await(later(n)) + own); }
            }
            static class Nested {
              private int value;
              @Async static Coroutine<Nested> make() { Nested n = new Nested(); n.value = await(later(3)); return Coroutine.of(n); }
            }
            @Async private Coroutine<String> privateAsync(String s) { return Coroutine.of(s + secret + await(later("p"))); }
            @Async Coroutine<Object> body() {
              Inner inner = new Inner();
              inner.own += await(later(1));
              return Coroutine.of(await(inner.use()) + await(inner.hidden(100)) + await(Nested.make()).value + await(privateAsync("x")));
            }
            @Async static Coroutine<Object> run() { return new Target().body(); }
            """)
        .prints("= <s24>121063x12p");
  }

  @Test
  void f06_callSitesBetweenAwaitsWithPrivateNestedTypes() {
    Case.of(
            """
            private record Pair(String a, int b) {}
            private enum Kind { ONE, TWO }
            @Async static Coroutine<Object> run() {
              Pair p = new Pair(await(later("a")), await(later(1)));
              Function<Pair, String> show = q -> "" + q + q.hashCode();
              boolean same = p.equals(new Pair("a", await(later(1))));
              String s = "[" + p + await(later(2)) + Kind.TWO + "]" + await(later('c')) + same;
              Supplier<Pair> make = () -> new Pair("m", 2);
              Function<Kind, Pair> of = k -> new Pair(k.name(), k.ordinal());
              await(later(3));
              return Coroutine.of(s + make.get().a() + of.apply(Kind.ONE) + (show.apply(p).length() > 5));
            }
            """)
        .java(17)
        .prints("= [Pair[a=a, b=1]2TWO]ctruemPair[a=ONE, b=0]true");
  }

  @Test
  void f08_serializableLambdaKeepsItsName() {
    Case.of(
            """
            interface Fun extends Supplier<String>, Serializable {}
            static Fun copy(Fun f) throws Exception {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              try (ObjectOutputStream out = new ObjectOutputStream(bytes)) { out.writeObject(f); }
              ClassLoader loader = Target.class.getClassLoader();
              try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
                @Override protected Class<?> resolveClass(ObjectStreamClass c) throws ClassNotFoundException { return Class.forName(c.getName(), false, loader); }
              }) {
                return (Fun) in.readObject();
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              String s = await(later("captured"));
              int n = await(later(3));
              Fun f = () -> s + n;
              Fun g = copy(f);
              await(later(1));
              return Coroutine.of(g.get() + copy(() -> "second" + n).get());
            }
            """)
        .notEcj() // whose names for such lambdas another copy of the class does not find
        .prints("= captured3second3");
  }

  @Test
  void f09_generatedNamesDoNotCollideWithUserMethods() {
    Case.of(
            """
            @Async static Coroutine<String> m(int n) { return Coroutine.of("m" + await(later(n))); }
            static String lambda$m$0(int n) { return "user" + n; }
            static String lambda$m$0$resume(Object o) { return "user" + o; }
            static String lambda$m$0$start(Object o) { return "user" + o; }
            static int lambda$dispatch = 4;
            @Async static Coroutine<String> lambda$run$9() { return Coroutine.of("n" + await(later(2))); }
            @Async static Coroutine<Object> run() {
              Supplier<Coroutine<String>> f = () -> Coroutine.of("f" + await(later(3)));
              return Coroutine.of(await(m(1)) + lambda$m$0(1) + lambda$m$0$resume(2) + lambda$m$0$start(3) + await(lambda$run$9()) + await(f.get()) + lambda$dispatch);
            }
            """)
        .prints("= m1user1user2user3n2f34");
  }

  @Test
  void f10_superCallsBeforeAndAfterAnAwait() {
    Case.of(
            """
            interface Named { default String name() { return "named"; } }
            static class Base {
              String name() { return "base"; }
              @Async Coroutine<String> slow(int n) { return Coroutine.of("b" + await(later(n))); }
            }
            static class Derived extends Base implements Named {
              @Override public String name() { return "derived"; }
              @Override @Async Coroutine<String> slow(int n) {
                String r = super.name() + Named.super.name() + await(later(n));
                r += await(super.slow(n + 1)) + super.name() + Named.super.name() + name();
                Supplier<String> s = super::name;
                return Coroutine.of(r + await(later("-")) + s.get());
              }
            }
            @Async static Coroutine<Object> run() {
              Base b = new Derived();
              return Coroutine.of(await(b.slow(1)));
            }
            """
                .replace("class Base {\n  String name", "class Base {\n  public String name"))
        .prints("= basenamed1b2basenamedderived-base");
  }

  @Test
  void f11_callerSensitiveCallsSeeTheUsersClass() {
    Case.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              await(later(1));
              Class<?> lookup = java.lang.invoke.MethodHandles.lookup().lookupClass();
              boolean privateAccess = java.lang.invoke.MethodHandles.lookup().hasPrivateAccess();
              Class<?> named = Class.forName("targets.Target");
              String logger = java.util.logging.Logger.getLogger("x").getName();
              Class<?> caller = caller();
              return Coroutine.of(lookup.getName() + privateAccess + (named == Target.class) + logger + caller.getName());
            }
            static Class<?> caller() { return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass(); }
            """)
        .prints("= targets.Targettruetruextargets.Target");
  }

  @Test
  void f12_awaitAsAMethodReferenceIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              // error[FERMATA-007]: method reference
              Function<Awaitable<Integer>, Integer> f = Fermata::await;
              return Coroutine.of(f.apply(null));
            }
            // error[FERMATA-007]: lambda
            static final Function<CompletionStage<String>, String> STAGE = Fermata::await;
            """)
        .check();
  }

  @Test
  void f13_awaitThroughReflectionFailsAtRunTimeWithAClearMessage() {
    Case.of(
            """
            static void show(Throwable e) { log(e.getClass().getSimpleName() + " " + (e.getMessage().contains("transform") ? "says what to do" : e.getMessage())); }
            @Async static Coroutine<Object> run() throws Throwable {
              try {
                Fermata.class.getMethod("await", Awaitable.class).invoke(null, later(1));
              } catch (java.lang.reflect.InvocationTargetException e) {
                show(e.getCause());
              }
              java.lang.invoke.MethodHandle await = java.lang.invoke.MethodHandles.lookup().findStatic(
                  Fermata.class, "await", java.lang.invoke.MethodType.methodType(Object.class, Awaitable.class));
              try {
                await.invoke(later(1));
              } catch (IllegalStateException e) {
                show(e);
              }
              return Coroutine.of(await(later("end")));
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints(
            "IllegalStateException says what to do",
            "IllegalStateException says what to do",
            "= end");
  }
}
