package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.fermata.continuation.Context;
import dev.fermata.continuation.Dispatcher;
import dev.fermata.continuation.Frame;
import dev.fermata.continuation.Frames;
import org.junit.jupiter.api.Test;

/** What a frame tells of itself. */
class FrameTest {
  @Test
  void errorOfAnUnknownStateNamesMethodClassAndPoint() {
    Frame frame = Frames.R2P0.of(null, null, null, new Shop(), 3 << 16 | 7);

    Object error = frame.unknownState();

    assertEquals(
        "a frame of method 3 of Shop has no point 7",
        assertInstanceOf(IllegalStateException.class, error).getMessage());
  }

  /** The dispatcher of a class. */
  private static final class Shop implements Dispatcher {
    @Override
    public Object resume(Frame frame, Context context) {
      throw frame.unknownState();
    }

    @Override
    public String toString() {
      return "Shop";
    }
  }
}
