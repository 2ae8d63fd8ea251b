package dev.fermata.transformer.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.cases.harness.Case;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateFlowTest {
  @Test
  void awaitInAHandlerFollowsOnlyWhatCanThrow() {
    byte[] classFile =
        Case.of(
                """
                @Async static Coroutine<Object> run() {
                  int x = await(later(1));
                  try {
                    x = 2;
                  } catch (RuntimeException e) {
                    await(later(2));
                  }
                  try {
                    x = 6 / x;
                  } catch (RuntimeException e) {
                    await(later(3));
                  }
                  return Coroutine.of(x);
                }
                """)
            .compileTarget();

    var methods =
        new Transformer(Options.defaults()).inspect(classFile, "X").orElseThrow().methods();

    assertEquals(List.of(0, 3), methods.get(0).points().get(0).next());
  }
}
