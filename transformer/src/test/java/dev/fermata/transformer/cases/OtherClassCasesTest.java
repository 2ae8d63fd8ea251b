package dev.fermata.transformer.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Compiler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Awaited calls of static methods of other classes, which may go straight to their start code. */
class OtherClassCasesTest {
  @Test
  void hiddenAsynchronousMethodIsNotCalledInPlaceOfThePlainOneThatHidesIt() {
    Case.of(
            """
            static class Base {
              @Async static Coroutine<String> m(int n) { return Coroutine.of("base" + await(later(n))); }
            }
            static class Plain extends Base {
              static Coroutine<String> m(int n) { return Coroutine.of("plain" + n); }
            }
            static class Heir extends Base {}
            static class Own extends Base {
              @Async static Coroutine<String> m(int n) { return Coroutine.of("own" + await(later(n))); }
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 3; i++) {
                r += await(Plain.m(i)) + await(Heir.m(i)) + await(Own.m(i)) + await(Base.m(i));
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= plain0base0own0base0plain1base1own1base1plain2base2own2base2");
  }

  @Test
  void classIsInitialisedAfterTheArgumentsAreEvaluatedAndItsErrorComesFromTheCall() {
    Case.of(
            """
            static class Late {
              static { log("initialised"); }
              @Async static Coroutine<String> m(int n) { return Coroutine.of("late" + await(later(n))); }
            }
            static class Broken {
              static final int X = fail();
              static int fail() { throw new IllegalStateException("broken"); }
              @Async static Coroutine<String> m(int n) { return Coroutine.of("never" + await(later(n))); }
            }
            static int argument() { log("argument"); return 5; }
            @Async static Coroutine<Object> run() {
              String r = await(Late.m(argument()));
              for (int i = 0; i < 2; i++) {
                try {
                  await(Broken.m(argument()));
                } catch (LinkageError e) {
                  r += " " + e.getClass().getSimpleName();
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints(
            "argument",
            "initialised",
            "argument",
            "argument",
            "= late5 ExceptionInInitializerError NoClassDefFoundError");
  }

  @Test
  void valuesOfEachKindComeBackWhateverTheCallerMakesOfThem() {
    Case.of(
            """
            static class Values {
              @Async static Coroutine<Integer> number(int n) { return Coroutine.of(await(later(n)) + 1); }
              @Async static Coroutine<Long> number(long n) { return Coroutine.of(await(later(n)) + 2); }
              @Async static Coroutine<Double> number(double a, long b) { return Coroutine.of(await(later(a)) + b); }
              @Async static <T> Coroutine<T> same(T t) { return Coroutine.of(await(later(t))); }
              @Async static Coroutine<Integer> none() { await(later(1)); return Coroutine.of((Integer) null); }
            }
            interface Statics {
              @Async static Coroutine<String> text(String s, int... more) { return Coroutine.of(s + await(later(more.length))); }
            }
            @Async static Coroutine<Object> run() {
              int i = await(Values.number(1));
              Integer boxed = await(Values.number(2));
              Object o = await(Values.number(3L));
              long l = await(Values.number(4L)) + await(Values.number(5));
              double d = await(Values.number(0.5, 1L)) + i;
              int same = await(Values.same(7));
              String text = await(Values.same("t")) + await(Values.number(8)) + await(Statics.text("x", 1, 2));
              await(Values.number(9));
              Integer none = await(Values.none());
              String npe = "";
              try {
                int never = await(Values.none());
              } catch (NullPointerException e) {
                npe = "npe";
              }
              return Coroutine.of(i + " " + boxed + " " + o + " " + l + " " + d + " " + same + text + none + npe);
            }
            """)
        .prints("= 2 3 5 12 3.5 7t9x2nullnpe");
  }

  @Test
  void callInsideOfATryKeepsWhatTheHandlerNeedsAndWhatWaitsOnTheOperandStack() {
    Case.of(
            """
            static class Failing {
              @Async static Coroutine<Integer> m(int n) {
                int v = await(later(n));
                if (v == 2) throw new IllegalArgumentException("two");
                return Coroutine.of(v);
              }
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 4; i++) {
                int unused = i;
                try {
                  long sum = 1L + await(Failing.m(i)) * (i + await(Failing.m(i)));
                  r += sum + ",";
                } catch (IllegalArgumentException e) {
                  r += e.getMessage() + unused + ",";
                } finally {
                  r += "f";
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= 1,f3,ftwo2,f19,f");
  }

  @Test
  void nullPointerMessageBehindSuchCallsNamesTheVariable() {
    Case.of(
            """
            static class More {
              @Async static Coroutine<Integer> m(int n) { return Coroutine.of(n + await(later(0))); }
            }
            @Async static Coroutine<Object> run() {
              String none = null;
              try {
                return Coroutine.of(1 + await(More.m(1)) + (2 + await(More.m(2)) + none.length()));
              } catch (NullPointerException e) {
                return Coroutine.of(e.getMessage());
              }
            }
            """)
        .withLines()
        .prints("= Cannot invoke \"String.length()\" because \"none\" is null");
  }

  /** HotSpot before JDK 24 does not follow operands past one, and may crash (JDK-8339488). */
  @Test
  void noDynamicConstantStandsInTheCodeOfTheMethodThatCalls() {
    String source =
        """
        import dev.fermata.*;
        class Caller {
          static class Other {
            @Async static Coroutine<Integer> m(int n) { return Coroutine.of(n); }
          }
          @Async static Coroutine<Integer> run() {
            return Coroutine.of(Fermata.await(Other.m(1)) + Fermata.await(Other.m(2)));
          }
        }
        """;
    byte[] compiled =
        Compiler.JAVAC
            .compile(Map.of("Caller.java", source), List.of("--release", "17"))
            .get("Caller");
    ClassNode result = new ClassNode();
    new ClassReader(new Transformer(Options.defaults()).transform(compiled, "Caller").bytes())
        .accept(result, 0);
    List<String> withConstant =
        result.methods.stream()
            .filter(method -> hasDynamicConstant(method))
            .map(method -> method.name)
            .toList();
    assertEquals(List.of("fermata$reaches"), withConstant);
  }

  private static boolean hasDynamicConstant(MethodNode method) {
    return Arrays.stream(method.instructions.toArray())
        .anyMatch(insn -> insn instanceof LdcInsnNode ldc && ldc.cst instanceof ConstantDynamic);
  }

  @Test
  void serializableClassKeepsItsDefaultSerialVersionUid() {
    Case.of(
            """
            static class Data implements Serializable {
              int field;
              @Async static Coroutine<String> m(int n) { return Coroutine.of("data" + await(later(n))); }
            }
            static class More extends Data {
              @Async static Coroutine<String> more(int n) { return Coroutine.of("more" + await(later(n))); }
            }
            @Async static Coroutine<Object> run() {
              for (Class<?> c : Arrays.asList(Data.class, More.class)) {
                for (java.lang.reflect.Method m : c.getDeclaredMethods()) {
                  if (m.isSynthetic() && !java.lang.reflect.Modifier.isPrivate(m.getModifiers())) {
                    throw new AssertionError(m);
                  }
                }
              }
              return Coroutine.of(await(Data.m(1)) + await(More.more(2)) + await(Data.m(3)));
            }
            """)
        .prints("= data1more2data3");
  }
}
