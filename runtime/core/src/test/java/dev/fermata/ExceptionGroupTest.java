package dev.fermata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups of failures: their words, and what can be picked out of them. */
class ExceptionGroupTest {
  private final IOException lost = new FileNotFoundException("lost");
  private final IOException late = new IOException("late");
  private final Error odd = new AssertionError("odd");
  private final IllegalStateException state = new IllegalStateException("state");
  private final ExceptionGroup inner = new ExceptionGroup("inner", List.of(odd, lost));
  private final ExceptionGroup outer = new ExceptionGroup("outer", List.of(state, inner, late));

  private static String show(Throwable error) {
    return error instanceof ExceptionGroup group
        ? group.message() + group.exceptions().stream().map(ExceptionGroupTest::show).toList()
        : error.getMessage();
  }

  private static String show(Optional<ExceptionGroup> part) {
    return part.map(ExceptionGroupTest::show).orElse("none");
  }

  @Test
  void itsMessageTellsHowManyThereAreAndTheFirst() {
    assertEquals(
        "outer (3 exceptions, first: java.lang.IllegalStateException: state)", outer.getMessage());
    assertEquals("outer", outer.message());
    assertEquals(
        "one (1 exception: java.io.IOException: late)",
        new ExceptionGroup("one", List.of(late)).getMessage());
  }

  @Test
  void withoutAMessageItStillTellsOfItsFailures() {
    ExceptionGroup nameless = new ExceptionGroup(null, List.of(late));
    assertEquals("(1 exception: java.io.IOException: late)", nameless.getMessage());
    assertNull(nameless.message());
  }

  @Test
  void anErrorThatCannotTellItselfDoesNotSilenceTheGroup() {
    Throwable mute =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("no words");
          }
        };
    String message = new ExceptionGroup("group", List.of(mute)).getMessage();
    assertEquals("group (1 exception: " + mute.getClass().getName() + ")", message);
  }

  @Test
  void theFirstOfATypeIsFoundInTheOrderOfTheFailuresAndWithinGroups() {
    assertSame(lost, outer.first(IOException.class).orElseThrow());
    assertSame(odd, outer.first(Error.class).orElseThrow());
    assertSame(state, outer.first(Throwable.class).orElseThrow());
    assertEquals(Optional.empty(), outer.first(CancelledError.class));
  }

  @Test
  void groupsThemselvesAreNotLookedAt() {
    assertSame(state, outer.first(RuntimeException.class).orElseThrow());
    assertEquals(Optional.empty(), inner.first(RuntimeException.class));
    assertEquals(Optional.empty(), outer.first(ExceptionGroup.class));
    assertSame(outer, outer.split(ExceptionGroup.class).rest().orElseThrow());
  }

  @Test
  void eachFailureIsInOneOfTheTwoPartsAndGroupsWithinKeepTheirPlace() {
    ExceptionGroup.Split split = outer.split(IOException.class);
    assertEquals("outer[inner[lost], late]", show(split.matching()));
    assertEquals("outer[state, inner[odd]]", show(split.rest()));
    assertArrayEquals(outer.getStackTrace(), split.rest().orElseThrow().getStackTrace());
    assertSame(state, split.rest().orElseThrow().getCause());
    assertNotSame(inner, split.rest().orElseThrow().exceptions().get(1));
  }

  @Test
  void aPartWithNothingIsEmptyAndOneOfWhichNothingIsMissingIsTheGroupItself() {
    ExceptionGroup.Split all = outer.split(Throwable.class);
    assertSame(outer, all.matching().orElseThrow());
    assertEquals("none", show(all.rest()));
    ExceptionGroup.Split none = outer.split(CancelledError.class);
    assertEquals("none", show(none.matching()));
    assertSame(outer, none.rest().orElseThrow());
    ExceptionGroup.Split odds = outer.split(Error.class);
    assertEquals("outer[inner[odd]]", show(odds.matching()));
    assertEquals("outer[state, inner[lost], late]", show(odds.rest()));
  }

  @Test
  void aGroupWithinOfWhichNothingIsMissingStaysItself() {
    ExceptionGroup whole =
        new ExceptionGroup("whole", List.of(new ExceptionGroup("in", List.of(odd)), late));
    ExceptionGroup.Split split = whole.split(Error.class);
    assertSame(whole.exceptions().get(0), split.matching().orElseThrow().exceptions().get(0));
    assertEquals("whole[late]", show(split.rest()));
  }

  @Test
  void aTypeIsNeeded() {
    assertThrows(NullPointerException.class, () -> outer.first(null));
    assertThrows(NullPointerException.class, () -> outer.split(null));
  }
}
