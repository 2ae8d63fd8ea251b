package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fermata.Awaitable;
import dev.fermata.Coroutine;
import dev.fermata.continuation.Context;
import dev.fermata.continuation.Returned;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an activation's value gets into the form in which the awaiting code wants it. */
class ReturnedTest {
  private final Context context = new NoTask();

  /** A context outside of any loop. */
  private static final class NoTask extends Context {
    @Override
    protected Object awaitOther(Object awaitable) {
      throw new AssertionError();
    }

    @Override
    protected String runningTask() {
      return null;
    }

    @Override
    protected boolean takesNextTurn() {
      return false;
    }
  }

  /** Unboxes what an activation has returned. */
  @FunctionalInterface
  private interface Unboxing {
    Object of(Object returned, Context context);
  }

  /**
   * One of the primitive types.
   *
   * @param values some of its values, boxed
   * @param dummy what a suspended call gives
   * @param unboxed the runtime's way to unbox
   * @param returned gives the first value without boxing it
   * @param plain plain Java's way to unbox what {@link #await} gives
   */
  private record Kind(
      List<Object> values,
      Object dummy,
      Unboxing unboxed,
      Function<Context, Object> returned,
      Executable plain) {
    @Override
    public String toString() {
      return dummy.getClass().getSimpleName();
    }
  }

  /** In plain Java, an await that gives null, or something of another type than it says. */
  private static <T> T await(Awaitable<T> awaitable) {
    @SuppressWarnings("unchecked")
    T value = (T) (awaitable == null ? null : awaitable.getClass());
    return value;
  }

  @SuppressWarnings({"unchecked", "unused"})
  private static <T> Awaitable<T> given(Class<T> type) {
    return (Awaitable<T>) awaitable;
  }

  @SuppressWarnings("unused")
  private static void use(Object value) {}

  private static Stream<Kind> kinds() {
    return Stream.of(
        new Kind(
            List.of(true, false),
            false,
            Returned::booleanValue,
            c -> c.returned(true),
            () -> use((boolean) await(given(Boolean.class)))),
        new Kind(
            List.of((byte) -7, Byte.MIN_VALUE, Byte.MAX_VALUE),
            (byte) 0,
            Returned::byteValue,
            c -> c.returned((byte) -7),
            () -> use((byte) await(given(Byte.class)))),
        new Kind(
            List.of('\uFFFF', 'a'),
            '\0',
            Returned::charValue,
            c -> c.returned('\uFFFF'),
            () -> use((char) await(given(Character.class)))),
        new Kind(
            List.of((short) -300, Short.MIN_VALUE, Short.MAX_VALUE),
            (short) 0,
            Returned::shortValue,
            c -> c.returned((short) -300),
            () -> use((short) await(given(Short.class)))),
        new Kind(
            List.of(-70_000, Integer.MIN_VALUE, Integer.MAX_VALUE),
            0,
            Returned::intValue,
            c -> c.returned(-70_000),
            () -> use((int) await(given(Integer.class)))),
        new Kind(
            List.of(-5_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE),
            0L,
            Returned::longValue,
            c -> c.returned(-5_000_000_000L),
            () -> use((long) await(given(Long.class)))),
        new Kind(
            List.of(-0.0f, Float.NaN, Float.MIN_VALUE),
            0.0f,
            Returned::floatValue,
            c -> c.returned(-0.0f),
            () -> use((float) await(given(Float.class)))),
        new Kind(
            List.of(-0.0, Double.NaN, Double.MIN_VALUE),
            0.0,
            Returned::doubleValue,
            c -> c.returned(-0.0),
            () -> use((double) await(given(Double.class)))));
  }

  /** What plain Java's await is given. */
  private static Awaitable<?> awaitable;

  /** The message of plain Java's error, as if the library's own {@code await} had been called. */
  private static <E extends Exception> String plainMessage(
      Class<E> error, Kind kind, Awaitable<?> given) {
    awaitable = given;
    return assertThrows(error, kind.plain)
        .getMessage()
        .replace(ReturnedTest.class.getName() + ".await", "dev.fermata.Fermata.await");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aValueThatWasReturnedUnboxedArrivesBitByBit(Kind kind) {
    Object returned = kind.returned.apply(context);
    assertEquals(kind.values.get(0), kind.unboxed.of(returned, context));
    assertEquals(kind.values.get(0), Returned.object(returned, context));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aBoxedValueIsUnboxedAndAsAnObjectStaysTheSame(Kind kind) {
    for (Object value : kind.values) {
      assertEquals(value, kind.unboxed.of(value, context));
      assertSame(value, Returned.object(value, context));
    }
    assertNull(Returned.object(null, context));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void nullCannotBeUnboxedWithTheTextAndTheTraceOfPlainJava(Kind kind) {
    NullPointerException error =
        assertThrows(NullPointerException.class, () -> kind.unboxed.of(null, context));
    assertEquals(plainMessage(NullPointerException.class, kind, null), error.getMessage());
    assertEquals(ReturnedTest.class.getName(), error.getStackTrace()[0].getClassName());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aValueOfAnotherTypeCannotBeUnboxedWithTheTextAndTheTraceOfPlainJava(Kind kind) {
    Coroutine<Object> given = Coroutine.of("x");
    ClassCastException error =
        assertThrows(ClassCastException.class, () -> kind.unboxed.of(given.getClass(), context));
    assertEquals(plainMessage(ClassCastException.class, kind, given), error.getMessage());
    assertEquals(ReturnedTest.class.getName(), error.getStackTrace()[0].getClassName());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anUnboxedValueOfAnotherTypeIsNotConverted(Kind kind) {
    Object other = kind.dummy instanceof Long ? context.returned(1) : context.returned(1L);
    assertThrows(ClassCastException.class, () -> kind.unboxed.of(other, context));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aSuspendedCallGivesADummy(Kind kind) {
    context.suspendForTurn();
    assertEquals(kind.dummy, kind.unboxed.of(null, context));
    assertEquals(kind.dummy, kind.unboxed.of("another type", context));
  }

  @Test
  void asAnObjectASuspendedCallGivesADummyToo() {
    context.suspendForTurn();
    assertNull(Returned.object(null, context));
  }
}
