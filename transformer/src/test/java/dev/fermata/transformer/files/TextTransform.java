package dev.fermata.transformer.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fermata.transformer.Result;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.util.List;

/**
 * Stands for the transformer where only the handling of files is of interest: its class files are a
 * class file's first four bytes and a text, of which "async" becomes "transformed" and "bad" is an
 * error.
 */
final class TextTransform implements ClassTransform {
  private static final String MAGIC = new String(new byte[] {-54, -2, -70, -66}, ISO_8859_1);

  /** A class file. */
  static byte[] classFile(String text) {
    return (MAGIC + text).getBytes(ISO_8859_1);
  }

  @Override
  public Result transform(byte[] classFile, String name) {
    String text = new String(classFile, ISO_8859_1);
    if (!text.startsWith(MAGIC) || text.contains("bad")) {
      return new Result(classFile, false, List.of(error(name)));
    }
    if (!text.contains("async")) {
      return new Result(classFile, false, List.of());
    }
    return new Result(text.replace("async", "transformed").getBytes(ISO_8859_1), true, List.of());
  }

  private static Diagnostic error(String name) {
    return new Diagnostic(
        "FERMATA-014", Diagnostic.Severity.ERROR, name, "", "", 0, "bad", "compile it again");
  }
}
