package dev.fermata.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * Stands for the transformer where only the handling of files is of interest: its class files are a
 * class file's first four bytes and a text, of which "async" becomes "transformed" and "bad" is an
 * error.
 */
final class TextTransform implements ClassTransform<TextTransform.Found> {
  private static final String MAGIC = new String(new byte[] {-54, -2, -70, -66}, ISO_8859_1);

  /** A class file. */
  static byte[] classFile(String text) {
    return (MAGIC + text).getBytes(ISO_8859_1);
  }

  /** That a text is bad. */
  record Found(String source) implements Finding {
    @Override
    public boolean isError() {
      return true;
    }

    @Override
    public boolean isDamage() {
      return true;
    }

    @Override
    public int line() {
      return 0;
    }
  }

  private record Done(byte[] bytes, boolean changed, List<Found> findings)
      implements Outcome<Found> {}

  @Override
  public Outcome<Found> transform(byte[] classFile, String name) {
    String text = new String(classFile, ISO_8859_1);
    if (!text.startsWith(MAGIC) || text.contains("bad")) {
      return new Done(classFile, false, List.of(new Found(name)));
    }
    if (!text.contains("async")) {
      return new Done(classFile, false, List.of());
    }
    return new Done(text.replace("async", "transformed").getBytes(ISO_8859_1), true, List.of());
  }
}
