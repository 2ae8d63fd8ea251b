package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Rows G01 to G11: which methods may be asynchronous, and how they are called and overridden. */
class MemberCasesTest {
  @Test
  void g01_everyCombinationOfModifiers() {
    Case.of(
            """
            @Async private static Coroutine<String> a(int n) { return Coroutine.of("a" + await(later(n))); }
            @Async protected final Coroutine<String> b(int n) { return Coroutine.of("b" + await(later(n))); }
            @Async public static final Coroutine<String> c(int n) { return Coroutine.of("c" + await(later(n))); }
            @Async private final Coroutine<String> d(int n) { return Coroutine.of("d" + await(later(n))); }
            @Async strictfp Coroutine<Double> e(double n) { return Coroutine.of(n / 3 + await(later(1.0))); }
            @Async Coroutine<String> f() throws IOException, InterruptedException { return Coroutine.of("f" + await(later(0))); }
            final static class Last {
              @Async Coroutine<String> g(int n) { return Coroutine.of("g" + await(later(n))); }
            }
            static String modifiers(String name, Class<?>... types) throws Exception {
              return java.lang.reflect.Modifier.toString(Target.class.getDeclaredMethod(name, types).getModifiers() & ~java.lang.reflect.Modifier.STRICT) + ";";
            }
            @Async static Coroutine<Object> run() throws Exception {
              Target t = new Target();
              String r = await(a(1)) + await(t.b(2)) + await(c(3)) + await(t.d(4)) + await(t.e(3)) + await(t.f()) + await(new Last().g(5));
              return Coroutine.of(r + modifiers("a", int.class) + modifiers("b", int.class) + modifiers("c", int.class) + modifiers("d", int.class) + modifiers("f"));
            }
            """)
        .prints(
            "= a1b2c3d42.0f0g5private static;protected final;public static final;private final;;");
  }

  @Test
  void g02_nativeAsyncMethodIsRefused() {
    Findings.of(
            """
            // error[FERMATA-006]: native
            @Async native Coroutine<String> a();
            @Async static Coroutine<Object> run() { return Coroutine.of(await(later(1))); }
            """)
        .checkWithoutLines();
  }

  @Test
  void g02_abstractAsyncMethodIsImplementedByAsyncAndPlainMethods() {
    Case.of(
            """
            static abstract class Source {
              @Async abstract Coroutine<String> next(int n);
              @Async Coroutine<String> twice(int n) { return Coroutine.of(await(next(n)) + await(next(n + 1))); }
            }
            interface Sink { @Async Coroutine<Integer> put(String s) throws IOException; }
            static class Slow extends Source implements Sink {
              @Override @Async Coroutine<String> next(int n) { return Coroutine.of("n" + await(later(n))); }
              @Override @Async public Coroutine<Integer> put(String s) { return Coroutine.of(await(later(s)).length()); }
            }
            static class Plain extends Source implements Sink {
              @Override Coroutine<String> next(int n) { return Coroutine.of("p" + n); }
              @Override public Coroutine<Integer> put(String s) throws IOException { throw new IOException("full"); }
            }
            @Async static Coroutine<Object> run() throws Exception {
              Source s = new Slow();
              Source p = new Plain();
              Sink sink = (Sink) s;
              String r = await(s.twice(1)) + await(p.twice(3)) + await(sink.put("abc"));
              try {
                await(((Sink) p).put("x"));
              } catch (IOException e) {
                r += e.getMessage();
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= n1n2p3p43full");
  }

  @Test
  void g03_asyncOverriddenByPlainAndPlainByAsync() {
    Case.of(
            """
            static class A {
              @Async Coroutine<String> x(int n) { return Coroutine.of("Ax" + await(later(n))); }
              Coroutine<String> y(int n) { return Coroutine.of("Ay" + n); }
              @Async Coroutine<String> both() { return Coroutine.of(await(x(1)) + await(this.y(2))); }
            }
            static class B extends A {
              @Override Coroutine<String> x(int n) { return Coroutine.of("Bx" + n); }
              @Override @Async Coroutine<String> y(int n) { return Coroutine.of("By" + await(later(n)) + await(super.y(n))); }
            }
            static class C extends B {
              @Override @Async Coroutine<String> x(int n) { return Coroutine.of("Cx" + await(super.x(n)) + await(later(n))); }
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (A a : new A[] {new A(), new B(), new C()}) r += await(a.both()) + " ";
              return Coroutine.of(r);
            }
            """)
        .prints("= Ax1Ay2 Bx1By2Ay2 CxBx11By2Ay2 ");
  }

  @Test
  void g04_bridgeMethodsAreNotRewritten() {
    Case.of(
            """
            interface Handler<T extends Comparable<T>> { @Async Coroutine<T> handle(T t); }
            static abstract class Base<T> { @Async Coroutine<? extends Number> get(T t) { return Coroutine.of(1); } }
            static class Impl extends Base<String> implements Handler<String> {
              @Override @Async public Coroutine<String> handle(String t) { return Coroutine.of("h" + await(later(t))); }
              @Override @Async Coroutine<Integer> get(String s) { return Coroutine.of(await(later(s)).length()); }
            }
            static class Narrow implements Supplier<Coroutine<String>> {
              @Override @Async public Coroutine<String> get() { return Coroutine.of(await(later("g"))); }
            }
            @Async static Coroutine<Object> run() {
              Handler<String> h = new Impl();
              Base<String> b = new Impl();
              Supplier<Coroutine<String>> s = new Narrow();
              return Coroutine.of(await(h.handle("x")) + await(b.get("four")) + await(s.get()));
            }
            """)
        .prints("= hx4g");
  }

  @Test
  void g05_interfaceDefaultStaticAndPrivateMethods() {
    Case.of(
            """
            interface Service {
              String base();
              @Async default Coroutine<String> one(int n) { return Coroutine.of(base() + await(later(n)) + await(helper(n)) + await(make("s"))); }
              @Async static Coroutine<String> make(String s) { return Coroutine.of(s + await(later("m"))); }
              @Async private Coroutine<String> helper(int n) {
                Supplier<Coroutine<String>> f = () -> Coroutine.of(base() + await(later(n)));
                return Coroutine.of("p" + await(f.get()));
              }
              @Async private static Coroutine<String> hidden() { return Coroutine.of(await(later("h"))); }
              @Async default Coroutine<String> two() { return Coroutine.of(await(hidden()) + await(this.one(2))); }
            }
            static class Impl implements Service {
              public String base() { return "I"; }
              @Override @Async public Coroutine<String> two() { return Coroutine.of("O" + await(Service.super.two())); }
            }
            @Async static Coroutine<Object> run() {
              Service lambda = () -> "L";
              return Coroutine.of(await(lambda.two()) + " " + await(new Impl().two()) + " " + await(Service.make("x")));
            }
            """)
        .java(9)
        .prints("= hL2pL2sm OhI2pI2sm xm");
  }

  @Test
  void g06_varargsMethods() {
    Case.of(
            """
            @Async static Coroutine<String> join(String separator, Object... parts) {
              String r = "";
              for (Object part : parts) r += await(later(part)) + separator;
              return Coroutine.of(r + parts.length);
            }
            @SafeVarargs @Async final <T> Coroutine<List<T>> list(T... ts) { await(later(1)); return Coroutine.of(Arrays.asList(ts)); }
            @Async static Coroutine<Object> run() throws Exception {
              boolean varArgs = Target.class.getDeclaredMethod("join", String.class, Object[].class).isVarArgs();
              return Coroutine.of(await(join("-")) + await(join(",", 1, await(later("x")), 'c')) + await(new Target().list("a", "b")) + varArgs);
            }
            """)
        .prints("= 01,x,c,3[a, b]true");
  }

  @Test
  void g07_genericMethodsKeepTheirSignature() {
    Case.of(
            """
            static class Box<T extends Comparable<? super T>> {
              T value;
              Box(T value) { this.value = value; }
              @Async <U extends T> Coroutine<T> max(U other, Map<? super T, List<U[]>> seen) {
                T mine = await(later(value));
                return Coroutine.of(mine.compareTo(await(later(other))) < 0 ? other : mine);
              }
            }
            @Async static <K, V extends Collection<K>> Coroutine<Map<K, V>> map(K k, Supplier<? extends V> s) {
              V v = s.get();
              v.add(await(later(k)));
              return Coroutine.of(Collections.singletonMap(k, v));
            }
            @Async static Coroutine<Object> run() throws Exception {
              String generic = Box.class.getDeclaredMethod("max", Comparable.class, Map.class).toGenericString();
              generic = generic.substring(generic.indexOf("max("));
              return Coroutine.of(await(new Box<>(2).max(3, null)) + "" + await(map("k", ArrayList::new)) + generic);
            }
            """)
        .prints("= 3{k=[k]}max(U,java.util.Map<? super T, java.util.List<U[]>>)");
  }

  @Test
  void g08_overloadsOfOneName() {
    Case.of(
            """
            @Async static Coroutine<String> m(int a) { return Coroutine.of("i" + await(later(a))); }
            @Async static Coroutine<String> m(long a) { return Coroutine.of("l" + await(later(a))); }
            @Async static Coroutine<String> m(Object a) { return Coroutine.of("o" + await(later(a))); }
            @Async static Coroutine<String> m(String a) { return Coroutine.of("s" + await(later(a))); }
            @Async static Coroutine<String> m(Object a, int b) { return Coroutine.of("oi" + await(later(a)) + b); }
            @Async Coroutine<String> m() { return Coroutine.of("-" + await(later(0))); }
            static String m(double a) { return "d"; }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(m(1)) + await(m(1L)) + await(m('c' + "")) + await(m((Object) 2)) + await(m(3, 4)) + await(new Target().m()) + m(0.5));
            }
            """)
        .prints("= i1l1sco2oi34-0d");
  }

  @Test
  void g09_privateBodiesOfOneNameInSuperAndSubclass() {
    Case.of(
            """
            static class A {
              @Async Coroutine<String> m(int n) { return Coroutine.of("A" + await(later(n)) + await(own(n))); }
              @Async private Coroutine<String> own(int n) { await(later(1)); return Coroutine.of("a" + n); }
            }
            static class B extends A {
              @Override @Async Coroutine<String> m(int n) { return Coroutine.of("B" + await(later(n)) + await(super.m(n + 1)) + await(own(n))); }
              @Async private Coroutine<String> own(int n) { await(later(1)); return Coroutine.of("b" + n); }
            }
            @Async static Coroutine<Object> run() {
              A b = new B();
              return Coroutine.of(await(b.m(1)) + await(new A().m(5)));
            }
            """)
        .prints("= B1A2a2b1A5a5");
  }

  @Test
  void g10_awaitInConstructorsAndInitialisersIsRefused() {
    Findings.of(
            """
            static int s;
            static {
              // error[FERMATA-002]: static initialiser
              s = await(later(1));
            }
            int n;
            {
              // error[FERMATA-002]: instance initialiser
              n = await(later(2));
            }
            // error[FERMATA-002]: @Async
            int field = await(later(3));
            Target() {
              log("one");
            }
            Target(int a) {
              this.n = a;
              // error[FERMATA-002]: constructor
              await(later(4));
            }
            """)
        .check();
  }

  @Test
  void g11_protectedMembersOfASuperclassInAnotherPackage() {
    Case.of(
            """
            static class Derived extends lib.Base {
              @Async Coroutine<String> use(Derived other) {
                String r = name(await(later(1))) + await(later(field));
                field += await(later("!"));
                other.field = await(later("other"));
                r += field + await(slow(2)) + await(super.slow(3)) + await(fixed(4)) + other.field;
                Supplier<String> s = () -> name(5);
                return Coroutine.of(r + s.get() + counter++ + await(later(counter)));
              }
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(new Derived().use(new Derived()))); }
            """)
        .with(
            "lib/Base.java",
            """
            package lib;
            import dev.fermata.*;
            import static dev.fermata.Fermata.*;
            public class Base {
              protected String field = "f";
              protected static int counter = 7;
              protected String name(int n) { return "name" + n; }
              @Async protected Coroutine<String> slow(int n) { await(yieldNow()); return Coroutine.of("slow" + n); }
              @Async protected static Coroutine<String> fixed(int n) { await(yieldNow()); return Coroutine.of("fixed" + n); }
            }
            """)
        .prints("= name1ff!slow2slow3fixed4othername578");
  }
}
