package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/**
 * Rows G13 to G19: what reflection, serialisation and a careless caller see of an asynchronous
 * method.
 */
class DeclarationCasesTest {
  /** The names are those that AspectJ and Byte Buddy give. */
  @Test
  void i22_codeThatAnotherToolHasMovedOutOfItsMethodIsToBeWovenAfterwards() {
    Findings.of(
            """
            @Async static Coroutine<Object> price() { return price_aroundBody0(); }
            static final Coroutine<Object> price_aroundBody0() {
              // error[FERMATA-001]: let Fermata transform the class first, and weave it afterwards
              return Coroutine.of(await(later(1)));
            }
            static final Object price_aroundBody1$advice() {
              // error[FERMATA-001]: another tool has moved out
              return await(later(1));
            }
            private static Coroutine<Object> price$original$h3Xk() {
              // error[FERMATA-001]: afterwards
              return Coroutine.of(await(later(1)));
            }
            static Coroutine<Object> aroundBody() {
              // error[FERMATA-001]: annotate the method
              return Coroutine.of(await(later(1)));
            }
            """)
        .check();
  }

  @Test
  void g13_defaultSerialVersionUidIsUnchanged() {
    String members =
        """
        static class Data implements Serializable {
          int a = 1;
          private String b = "b";
          @Async public Coroutine<Integer> sum(int n) { String s = b; return Coroutine.of(a + await(later(n)) + s.length()); }
          @Async private static Coroutine<Integer> hidden(long l) { return Coroutine.of((int) l + await(later(1))); }
        }
        @Async static Coroutine<Object> run() {
          long uid = ObjectStreamClass.lookup(Data.class).getSerialVersionUID();
          int sum = await(new Data().sum(2));
          return Coroutine.of(uid + " " + sum);
        }
        """;
    Case.of(members).onlyOneCompiler().matchesStraight();
  }

  @Test
  void g14_reflectionSeesTheMethodAsItWasWritten() {
    Case.of(
            """
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Mark { String value() default "d"; Class<?>[] types() default {}; }
            @Async @Mark("m") @Deprecated
            protected <T> Coroutine<List<T>> method(@Mark(types = {int.class}) final int first, @Deprecated T second, long[] third) throws IOException {
              await(later(first));
              return Coroutine.of(Collections.singletonList(second));
            }
            @Async static Coroutine<Object> run() throws Exception {
              java.lang.reflect.Method m = Target.class.getDeclaredMethod("method", int.class, Object.class, long[].class);
              log(m.toGenericString());
              for (java.lang.annotation.Annotation a : m.getAnnotations()) log(a.annotationType().getSimpleName());
              for (java.lang.annotation.Annotation[] a : m.getParameterAnnotations()) log(a.length);
              log(((Mark) m.getParameterAnnotations()[0][0]).types()[0] + m.getAnnotation(Mark.class).value());
              for (java.lang.reflect.Method declared : Target.class.getDeclaredMethods()) {
                if (!declared.isSynthetic() && !java.lang.reflect.Modifier.isPublic(declared.getModifiers())) log("declared " + declared.getName());
              }
              Object call = m.invoke(new Target(), 1, "s", null);
              return Coroutine.of(await((Coroutine<?>) call));
            }
            """)
        .onlyCoroutines()
        .sortedTrace()
        .prints(
            "0",
            "1",
            "1",
            "= [s]",
            "Async",
            "Deprecated",
            "Mark",
            "declared method",
            "declared run",
            "intm",
            "protected <T> dev.fermata.Coroutine<java.util.List<T>>"
                + " targets.Target.method(int,T,long[]) throws java.io.IOException");
  }

  @Test
  void g15_returnTypeThatCannotBeAwaitedIsRefused() {
    Findings.of(
            """
            @Async void nothing() {
              // error[FERMATA-005]: void
              log("x");
            }
            @Async static int number() {
              // error[FERMATA-005]: int
              return await(later(1));
            }
            @Async java.util.concurrent.Future<String> future() {
              // error[FERMATA-005]: java.util.concurrent.Future
              return null;
            }
            @Async Object object() {
              // error[FERMATA-005]: CompletionStage
              return Coroutine.of(1);
            }
            @Async dev.fermata.Future<String> ours() {
              // error[FERMATA-005]: dev.fermata.Future
              return null;
            }
            @Async java.util.concurrent.CompletionStage<String> stage() { return CompletableFuture.completedFuture(await(later("s"))); }
            """)
        .check();
  }

  /** Spring has one, which runs methods in a pool. */
  @Test
  void g16_theAnnotationOfAnotherLibraryThatIsCalledAsyncIsNamed() {
    Findings.of(
            """
            static class Spring {
              @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Async {}
            }
            static class Compiled {
              @interface Async {}
              @interface NotAsync {}
            }
            @Spring.Async Coroutine<String> pooled() {
              // error[FERMATA-001]: not asynchronous, for its @Async is targets.Target$Spring$Async and not dev.fermata.Async; annotate it with that one
              return Coroutine.of(await(later("t")));
            }
            @Compiled.Async Coroutine<String> invisible() {
              // error[FERMATA-001]: for its @Async is targets.Target$Compiled$Async and not
              return Coroutine.of(await(later("t")));
            }
            @Compiled.NotAsync Coroutine<String> other() {
              // error[FERMATA-001]: not asynchronous; annotate the method
              return Coroutine.of(await(later("t")));
            }
            @Spring.Async @Async Coroutine<String> both() { return Coroutine.of(await(later("t"))); }
            """)
        .check();
  }

  @Test
  void g16_awaitInAMethodWithoutTheAnnotationIsRefused() {
    Findings.of(
            """
            static int plain(int n) {
              // error[FERMATA-001]: not asynchronous
              return n + await(later(n));
            }
            Coroutine<String> forgotten() {
              // error[FERMATA-001]: annotate the method
              String s = await(later("s"));
              log(s);
              // error[FERMATA-001]: forgotten
              return Coroutine.of(s + await(later("t")));
            }
            void stage() {
              // error[FERMATA-001]: stage
              await(CompletableFuture.completedFuture(1));
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(plain(await(later(1)))); }
            """)
        .check();
  }

  @Test
  void g16_anAwaitInALambdaThatTheJdkCallsIsAdvisedToBecomeALoop() {
    Findings.of(
            """
            static void each(List<Integer> all) {
              // error[FERMATA-001]: await stands in a lambda that List.forEach calls, and that cannot wait; use a for loop
              all.forEach(n -> log(await(later(n))));
              // error[FERMATA-001]: Stream.map calls
              all.stream().map(n -> await(later(n))).toList();
            }
            """)
        .check();
  }

  @Test
  void g17_droppedCoroutineIsWarnedOf() {
    Findings.of(
            """
            @Async static Coroutine<Void> work(int n) { await(later(n)); return Coroutine.done(); }
            @Async Coroutine<Integer> number() { return Coroutine.of(await(later(1))); }
            @Async Coroutine<Object> body() {
              // warning[FERMATA-101]: work
              work(1);
              await(work(2));
              // warning[FERMATA-101]: createTask
              this.number();
              Coroutine<Void> kept = work(3);
              Runnable r = () -> {
                // warning[FERMATA-101]: never runs
                work(4);
              };
              r.run();
              createTask(work(5));
              return Coroutine.of(await(kept));
            }
            """)
        .check();
  }

  @Test
  void g17_returnedCoroutineThatAFinallyOverridesIsWarnedOf() {
    Findings.of(
            """
            @Async static Coroutine<Integer> work(int n) { return Coroutine.of(await(later(n))); }
            @Async static Coroutine<Integer> overridden() {
              try {
                // warning[FERMATA-101]: work
                return work(1);
              } finally {
                return Coroutine.of(2);
              }
            }
            @Async static Coroutine<Integer> kept() {
              try {
                return work(1);
              } finally {
                await(work(3));
              }
            }
            """)
        .check();
  }

  @Test
  void g18_annotationOfTheSameSimpleNameIsAnotherOne() {
    Case.of(
            """
            @other.Async static int plain(int n) { return n + 1; }
            @other.Async void nothing() {}
            @dev.fermata.Async @other.Async static Coroutine<String> both(int n) { return Coroutine.of("b" + await(later(n))); }
            @dev.fermata.Async static Coroutine<Object> run() { return Coroutine.of(await(both(plain(1)))); }
            """)
        .with(
            "other/Async.java",
            """
            package other;
            import java.lang.annotation.*;
            @Retention(RetentionPolicy.RUNTIME) public @interface Async {}
            """)
        .prints("= b2");
  }

  @Test
  void g19_classesMissingAtRunTimeAreNotLookedFor() {
    Case.of(
            """
            static class Uses {
              @Async static Coroutine<String> optional(absent.Absent a, int n) {
                absent.Absent local = a;
                String r = "n" + await(later(n));
                if (n > 5) {
                  local = new absent.Absent(await(later(n)));
                  r += await(later(local.name()));
                }
                return Coroutine.of(r + (local == null));
              }
              @Async absent.Absent.Result<String> never() { return null; }
            }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(Uses.optional(null, 1))); }
            """
                .replace("@Async absent.Absent.Result", "absent.Absent.Result"))
        .with(
            "absent/Absent.java",
            """
            package absent;
            public class Absent extends Base {
              public Absent(int n) {}
              public String name() { return "name"; }
              public static class Result<T> {}
            }
            class Base {}
            """)
        .without("absent.")
        .prints("= n1true");
  }
}
