package dev.fermata.transformer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Code of more than 32 kB, whose longest jumps need their wide form (JVMS 6.5, goto_w). */
class WideJumpTest {
  private static final String NAME = "scala.quoted.FromExpr$Tuple19FromExpr";

  @Test
  void methodWithWideJumpsAmongManyOthersIsWrittenAndVerified() throws IOException {
    byte[] input = new StressMaker(original(), Set.of(), 1).make();
    Result result = new Transformer(Options.defaults()).transform(input, NAME);

    assertEquals(List.of(), result.diagnostics().stream().filter(d -> d.isError()).toList());
    ClassFile transformed = new ClassFile(NAME, result.bytes());
    assertNull(new StressLoader(Map.of(NAME, transformed), Map.of()).link(NAME));
  }

  private static byte[] original() throws IOException {
    String resource = "/" + NAME.replace('.', '/') + ".class";
    try (InputStream in = WideJumpTest.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }
}
