package dev.fermata.transformer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes without an asynchronous method or an await come back as they went in. */
class UntouchedCorpusTest {
  static Stream<Source> sources() {
    return Stream.concat(Source.JARS.stream(), Source.MODULES.stream());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void j15_classesWithoutAwaitsComeBackAsTheVeryArray(Source source) {
    Transformer transformer = new Transformer(Options.defaults());
    List<ClassFile> classes = source.classes();

    assertFalse(classes.isEmpty());
    for (ClassFile file : classes) {
      Result result = transformer.transform(file.bytes(), file.name());
      assertSame(file.bytes(), result.bytes(), file.name());
      assertFalse(result.changed(), file.name());
      assertEquals(List.of(), result.diagnostics(), file.name());
    }
  }
}
