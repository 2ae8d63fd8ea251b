package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Frames;
import dev.fermata.continuation.SavedValues;
import org.junit.jupiter.api.Test;

/** The values of methods whose suspension points share the code that saves. */
class SavedValuesTest {
  private static final Dispatcher NONE = (frame, context) -> null;

  /**
   * What was added last is taken first, kind by kind, and floating point values keep their bits.
   */
  @Test
  void valuesAreTakenInTheOppositeOrder() {
    float nan = Float.intBitsToFloat(0x7FC0_1234);
    Frame frame =
        SavedValues.begin(7, 2, 2, 3)
            .add("first")
            .add(-1)
            .add(1L << 40)
            .add(nan)
            .add(-0.0)
            .add("last")
            .add(Integer.MIN_VALUE)
            .frame("this", null, NONE, 3);

    assertEquals(3, frame.method());
    assertEquals(7, frame.point());
    assertEquals("this", frame.r0);
    SavedValues values = SavedValues.of(frame);
    assertEquals(Integer.MIN_VALUE, values.takeInt());
    assertEquals("last", values.take());
    assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(values.takeDouble()));
    assertEquals(0x7FC0_1234, Float.floatToRawIntBits(values.takeFloat()));
    assertEquals(1L << 40, values.takeLong());
    assertEquals(-1, values.takeInt());
    assertEquals("first", values.take());
  }

  /** Eight at once are the same as one after another. */
  @Test
  void eightValuesAreAddedInTheirOrder() {
    Frame frame =
        SavedValues.begin(1, 8, 16, 16)
            .add("a", "b", "c", "d", "e", "f", "g", "h")
            .add(1, 2, 3, 4, 5, 6, 7, 8)
            .add(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f)
            .add(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L)
            .add(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
            .frame(null, null, NONE, 0);
    SavedValues values = SavedValues.of(frame);
    for (int i = 8; i > 0; i--) {
      assertEquals(i, values.takeDouble());
      assertEquals(i, values.takeFloat());
      assertEquals(Character.toString('a' + i - 1), values.take());
    }
    for (int i = 8; i > 0; i--) {
      assertEquals(i, values.takeLong());
      assertEquals(i, values.takeInt());
    }
  }

  /** A frame is used again, and holds nothing of what was taken out of it. */
  @Test
  void frameIsEmptiedAndUsedAgain() {
    Frame frame = SavedValues.begin(1, 1, 0, 0).add("value").frame("this", null, NONE, 0);
    SavedValues.of(frame);
    assertNull(frame.r0);
    assertNull(((Frames.Wide) frame).refs);
    assertSame(frame, SavedValues.begin(2, 0, 0, 0).frame(null, frame, NONE, 0));
  }
}
