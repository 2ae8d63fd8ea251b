package dev.fermata.transformer.cases.harness;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

/** Class files as text. */
final class Text {
  private Text() {}

  /** The whole class in the form of ASM's {@link Textifier}. */
  static String of(byte[] bytes) {
    StringWriter text = new StringWriter();
    new ClassReader(bytes)
        .accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)), 0);
    return text.toString();
  }
}
