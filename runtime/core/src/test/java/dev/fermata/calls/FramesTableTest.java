package dev.fermata.calls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code Frames} is a table of classes of one form, and this writes it anew. */
class FramesTableTest {
  private static final Path SOURCE = Path.of("src/main/java/dev/fermata/continuation/Frames.java");
  private static final List<Integer> REFERENCES = List.of(2, 4, 6, 8, 12, 16);
  private static final List<Integer> PRIMITIVES = List.of(0, 1, 2, 4, 8);

  @Test
  void eachShapeIsWrittenByTheOneForm() throws IOException {
    String source = words(Files.readString(SOURCE));
    List<String> shapes = new ArrayList<>();
    for (int references : REFERENCES) {
      for (int primitives : PRIMITIVES) {
        shapes.add(words(shape(references, primitives)));
      }
    }
    String first = shapes.get(0);
    assertEquals(
        String.join(" ", shapes) + " }", source.substring(source.indexOf(first.substring(0, 40))));
  }

  /** Where lines break is the formatter's to decide. */
  private static String words(String text) {
    return text.replaceAll("\\s+", " ").replace("( ", "(").strip();
  }

  private static String shape(int references, int primitives) {
    String name = "R" + references + "P" + primitives;
    return """
      /** %d references, %d 64-bit value%s. */
      public static final class NAME extends Frame {
        %s

        private NAME(Dispatcher dispatcher) {
          super(dispatcher);
        }

        /** Saves into {@code old} where that has this shape, else into a new frame. */
        public static Frame of(%s, Frame old, Dispatcher dispatcher, int state) {
          NAME frame = old instanceof NAME same ? same : new NAME(dispatcher);
          frame.state = state;
          %s
          return frame;
        }

        @Override
        public void clear() {
          %s
        }
      }
      """
        .formatted(
            references,
            primitives,
            primitives == 1 ? "" : "s",
            // The first reference is a field of Frame.
            each(1, references, "public Object r%d;") + each(0, primitives, "public long p%d;"),
            Stream.of(each(0, references, "Object r%d,"), each(0, primitives, "long p%d,"))
                .collect(Collectors.joining())
                .replaceAll(",\\s*$", ""),
            each(0, references, "frame.r%1$d = r%1$d;")
                + each(0, primitives, "frame.p%1$d = p%1$d;"),
            each(0, references, "r%d = null;"))
        .replace("NAME", name);
  }

  private static String each(int from, int to, String form) {
    return IntStream.range(from, to)
        .mapToObj(index -> form.formatted(index) + "\n")
        .collect(Collectors.joining());
  }
}
