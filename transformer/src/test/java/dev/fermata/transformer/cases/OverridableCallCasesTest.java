package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Awaited calls of methods that can be overridden: the method itself is called, and what it returns
 * is awaited, whatever that is.
 */
class OverridableCallCasesTest {
  private static final String SERVICE = "interface Service { Coroutine<Integer> get(int n); }\n";

  private static final String SECOND_USE =
      " was already awaited, made a task or closed; to be told its method and its first use, run"
          + " with -Dfermata.debug=true";

  private static final String NULL_OF_SERVICE =
      "Cannot invoke \"java.lang.Integer.intValue()\" because the return value of"
          + " \"dev.fermata.Fermata.await(dev.fermata.Awaitable)\" is null";

  @Test
  void overridingMethodIsCalledWhetherItIsAsynchronousPlainOrALambda() {
    Case.of(
            SERVICE
                + """
            static class Base implements Service {
              @Async public Coroutine<Integer> get(int n) { return Coroutine.of(await(later(n)) + 1); }
              @Async Coroutine<Integer> twice(int n) { return Coroutine.of(await(get(n)) + await(get(n))); }
            }
            static class Heir extends Base {
              @Async @Override public Coroutine<Integer> get(int n) { return Coroutine.of(await(super.get(n)) * 10); }
            }
            static class Plain extends Base {
              @Override public Coroutine<Integer> get(int n) { return super.get(n + 100); }
            }
            static class Constant implements Service {
              public Coroutine<Integer> get(int n) { return Coroutine.of(7); }
            }
            @Async static Coroutine<Object> run() {
              Service lambda = n -> Coroutine.of(await(later(n)) * 2);
              Service plain = n -> Coroutine.of(n);
              Service[] all = {new Base(), new Heir(), new Plain(), new Constant(), lambda, plain};
              String r = "";
              for (int i = 0; i < 3; i++) {
                for (Service service : all) {
                  r += await(service.get(i)) + ",";
                }
                r += i * 1000 + await(((Base) all[i]).twice(i)) + ";";
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= 1,10,101,7,0,0,2;2,20,102,7,2,1,1040;3,30,103,7,4,2,2206;");
  }

  @Test
  void primitiveValuesOfEachKindComeBackWhateverTheCallerMakesOfThem() {
    Case.of(
            """
            interface Values {
              Coroutine<Boolean> z(); Coroutine<Byte> b(); Coroutine<Character> c(); Coroutine<Short> s();
              Coroutine<Integer> i(); Coroutine<Long> j(); Coroutine<Float> f(); Coroutine<Double> d();
            }
            static class Own implements Values {
              @Async public Coroutine<Boolean> z() { await(later(0)); return Coroutine.of(true); }
              @Async public Coroutine<Byte> b() { await(later(0)); return Coroutine.of((byte) -1); }
              @Async public Coroutine<Character> c() { await(later(0)); return Coroutine.of('c'); }
              @Async public Coroutine<Short> s() { await(later(0)); return Coroutine.of((short) -2); }
              @Async public Coroutine<Integer> i() { await(later(0)); return Coroutine.of(-3); }
              @Async public Coroutine<Long> j() { await(later(0)); return Coroutine.of(1L << 40); }
              @Async public Coroutine<Float> f() { await(later(0)); return Coroutine.of(0.5f); }
              @Async public Coroutine<Double> d() { await(later(0)); return Coroutine.of(0.25); }
            }
            static class Others implements Values {
              public Coroutine<Boolean> z() { return Coroutine.of(false); }
              public Coroutine<Byte> b() { return Coroutine.of((byte) 1); }
              public Coroutine<Character> c() { return Coroutine.of('d'); }
              public Coroutine<Short> s() { return Coroutine.of((short) 2); }
              public Coroutine<Integer> i() { return Coroutine.of(3); }
              public Coroutine<Long> j() { return Coroutine.of(4L); }
              public Coroutine<Float> f() { return Coroutine.of(5f); }
              public Coroutine<Double> d() { return Coroutine.of(6.0); }
            }
            @Async static Coroutine<String> all(Values v) {
              boolean z = await(v.z()); byte b = await(v.b()); char c = await(v.c()); short s = await(v.s());
              int i = await(v.i()); long j = 1 + await(v.j()); float f = await(v.f()); double d = j + await(v.d());
              String r = z + " " + b + c + s + " " + i + " " + j + " " + f + " " + d;
              Object o = await(v.j()); Number n = await(v.d()); Character boxed = await(v.c());
              await(v.f());
              return Coroutine.of(r + " " + o + " " + n + " " + boxed + (await(v.z()) ? "!" : "?"));
            }
            @Async static Coroutine<Object> run() {
              return Coroutine.of(await(all(new Own())) + "; " + await(all(new Others())));
            }
            """)
        .prints(
            "= true -1c-2 -3 1099511627777 0.5 1.09951162777725E12 1099511627776 0.25 c!;"
                + " false 1d2 3 5 5.0 11.0 4 6.0 d?");
  }

  @Test
  void nullIsAValueAndAnErrorWhereItIsUnboxedWithTheMessageAndTheTraceOfPlainJava() {
    Case.of(
            SERVICE
                + """
            static class None implements Service {
              @Async public Coroutine<Integer> get(int n) { await(later(n)); return Coroutine.of((Integer) null); }
            }
            static boolean inRun(Throwable e) {
              StackTraceElement top = e.getStackTrace()[0];
              return top.getClassName().equals("targets.Target") && top.getMethodName().contains("run");
            }
            @Async static Coroutine<Object> run() {
              Service own = new None(), plain = n -> Coroutine.of((Integer) null);
              for (Service service : new Service[] {own, plain, own}) {
                Integer none = await(service.get(1));
                try {
                  int never = 1 + await(service.get(2));
                  log("not reached " + never);
                } catch (NullPointerException e) {
                  log(none + " " + e.getMessage() + " " + inRun(e));
                }
              }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .prints(
            "null " + NULL_OF_SERVICE + " true",
            "null " + NULL_OF_SERVICE + " true",
            "null " + NULL_OF_SERVICE + " true",
            "= 0");
  }

  @Test
  void valueOfAnotherTypeIsAnErrorInTheLineThatUnboxesIt() {
    Case.of(
            SERVICE
                + """
            static class Wrong implements Service {
              @SuppressWarnings({"unchecked", "rawtypes"})
              @Async public Coroutine<Integer> get(int n) { await(later(n)); return (Coroutine) Coroutine.of(2L); }
            }
            @Async static Coroutine<Object> run() {
              Service service = new Wrong();
              for (int i = 0; i < 3; i++) {
                try {
                  int never = await(service.get(i));
                } catch (ClassCastException e) {
                  log(e.getMessage().replaceAll(" \\\\(.*", "") + " " + e.getStackTrace()[0].getClassName());
                }
              }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .prints(
            "class java.lang.Long cannot be cast to class java.lang.Integer targets.Target",
            "class java.lang.Long cannot be cast to class java.lang.Integer targets.Target",
            "class java.lang.Long cannot be cast to class java.lang.Integer targets.Target",
            "= 0");
  }

  @Test
  void nullInPlaceOfAReceiverOrACoroutineIsAnErrorOfTheCallOrOfTheAwait() {
    Case.of(
            SERVICE
                + """
            @Async static Coroutine<Object> run() {
              Service nobody = null, nothing = n -> null;
              int before = await(later(1));
              try {
                await(nobody.get(before));
              } catch (NullPointerException e) {
                log(e.getMessage());
              }
              try {
                before += await(nothing.get(before));
              } catch (NullPointerException e) {
                log(e.getMessage() + " " + before);
              }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .onlyOneCompiler()
        .notStraight()
        .prints(
            "Cannot invoke \"targets.Target$Service.get(int)\" because \"nobody\" is null",
            "cannot await null, which the method called by Target.run returned in place of a"
                + " coroutine 1",
            "= 0");
  }

  @Test
  void coroutineThatIsReturnedTwiceIsRefusedTheSecondTime() {
    Case.of(
            SERVICE
                + """
            @Async static Coroutine<Integer> once(int n) { log("once"); return Coroutine.of(await(later(n))); }
            @Async static Coroutine<Object> run() {
              Coroutine<Integer> one = once(5), leaf = Coroutine.of(6);
              Service same = n -> n == 0 ? one : leaf;
              for (int i = 0; i < 4; i++) {
                try {
                  log("" + await(same.get(i / 2)));
                } catch (IllegalStateException e) {
                  log(e.getMessage());
                }
              }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .notStraight()
        .prints(
            "once",
            "5",
            "a coroutine of Target" + SECOND_USE,
            "6",
            "this coroutine" + SECOND_USE,
            "= 0");
  }

  @Test
  void coroutinesOfTheRuntimeThatAMethodReturnsAreAwaitedAsTheyAre() {
    Case.of(
            """
            interface Means<T> { Coroutine<T> get(); }
            @Async static Coroutine<Object> run() {
              dev.fermata.sync.AsyncQueue<Integer> queue = new dev.fermata.sync.AsyncQueue<>(1);
              dev.fermata.sync.AsyncLock lock = new dev.fermata.sync.AsyncLock();
              Means<Void> pause = () -> sleep(Duration.ofSeconds(1)), put = () -> queue.put(1);
              Means<Boolean> acquire = lock::acquire;
              Means<Void> failing = () -> Coroutine.failed(new IllegalStateException("failed"));
              Means<Integer> take = queue::get;
              Means<Object> limited = () -> waitFor(Coroutine.of("in time"), Duration.ofSeconds(1));
              Task<Integer> other = createTask(take.get());
              await(pause.get());
              await(put.get());
              log("taken " + await(other));
              await(put.get());
              int taken = 1 + await(take.get());
              await(acquire.get());
              log(taken + " " + lock.locked() + " " + await(limited.get()));
              try {
                await(failing.get());
              } catch (IllegalStateException e) {
                log(e.getMessage());
              }
              return Coroutine.of(0);
            }
            """)
        .onlyCoroutines()
        .onlyOneCompiler()
        .notStraight()
        .prints("taken 1", "2 true in time", "failed", "= 0");
  }

  @Test
  void errorEntersTheHandlerThatStandsAroundTheAwait() {
    Case.of(
            SERVICE
                + """
            static class Failing implements Service {
              @Async public Coroutine<Integer> get(int n) {
                if (n == 0) throw new IllegalArgumentException("at once");
                int v = await(later(n));
                if (v == 1) throw new IllegalArgumentException("later");
                return Coroutine.of(v);
              }
            }
            @Async static Coroutine<Object> run() {
              Service service = new Failing();
              String r = "";
              for (int i = 0; i < 4; i++) {
                int saved = i;
                try {
                  r += (100L + await(service.get(i)) * (i + await(service.get(i)))) + ",";
                } catch (IllegalArgumentException e) {
                  r += e.getMessage() + saved + ",";
                } finally {
                  r += await(service.get(9)) + ";";
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= at once0,9;later1,9;108,9;118,9;");
  }

  @Test
  void cancellationReachesTheMethodThatWaitsAndThoseThatAwaitIt() {
    Case.of(
            SERVICE
                + """
            static class Waiting implements Service {
              @Async public Coroutine<Integer> get(int n) {
                try {
                  await(sleep(Duration.ofSeconds(n)));
                } finally {
                  log("left");
                }
                return Coroutine.of(n);
              }
            }
            @Async static Coroutine<Integer> outer(Service service) {
              try {
                return Coroutine.of(1 + await(service.get(60)));
              } catch (CancelledError e) {
                log("cancelled");
                throw e;
              }
            }
            @Async static Coroutine<Object> run() {
              Task<Integer> task = createTask(outer(new Waiting()));
              await(sleep(Duration.ofSeconds(1)));
              task.cancel();
              try {
                await(task);
              } catch (CancelledError e) {
                log("seen");
              }
              return Coroutine.of(task.isCancelled());
            }
            """)
        .onlyCoroutines()
        .onlyOneCompiler()
        .notStraight()
        .prints("left", "cancelled", "seen", "= true");
  }

  @Test
  void recursionThroughAnOverridableMethodKeepsWhatEachCallHas() {
    Case.of(
            """
            static class Tree {
              @Async Coroutine<Long> sum(int n, Tree other) {
                if (n < 2) return Coroutine.of((long) await(later(n)));
                return Coroutine.of(n + await(other.sum(n - 1, this)) * 2 + await(sum(n - 2, other)));
              }
            }
            static class Odd extends Tree {
              @Async @Override Coroutine<Long> sum(int n, Tree other) { return Coroutine.of(await(super.sum(n, other)) + 1); }
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(new Tree().sum(9, new Odd()))); }
            """)
        .matchesStraight();
  }

  @Test
  void longMethodGivesTheSameValues() {
    String calls =
        IntStream.range(0, 70)
            .mapToObj(i -> "sum = sum * 3 + await(service.get(" + i + "));\n")
            .collect(Collectors.joining());
    Case.of(
            SERVICE
                + """
            static class Own implements Service {
              @Async public Coroutine<Integer> get(int n) { return Coroutine.of(await(later(n))); }
            }
            @Async static Coroutine<Object> run() {
              Service service = new Own();
              int sum = 0;
            """
                + calls
                + "return Coroutine.of(sum); }")
        .matchesStraight();
  }
}
