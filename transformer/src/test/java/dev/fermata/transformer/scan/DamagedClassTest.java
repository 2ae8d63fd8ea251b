package dev.fermata.transformer.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fermata.Fermata;
import dev.fermata.agent.programs.Hello;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedClassTest {
  private static final int ROUNDS = 3_000;

  private final Transformer transformer = new Transformer(Options.defaults());

  private static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      assertNotNull(in);
      return in.readAllBytes();
    }
  }

  private void assertDamaged(byte[] classFile, String problem) {
    Result result = transformer.transform(classFile, "dir/X.class");
    assertSame(classFile, result.bytes());
    assertFalse(result.changed());
    assertEquals(
        List.of(
            "dir/X.class: error[FERMATA-014]: this is not a sound class file: "
                + problem
                + "; build or download the file again"),
        result.diagnostics().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @ValueSource(classes = {Hello.class, Fermata.class, Object.class, List.class})
  void aClassThatIsCutOffAnywhereIsRefusedWhetherAsynchronousOrNot(Class<?> type)
      throws IOException {
    byte[] whole = classFile(type);
    for (int length = 10; length < whole.length; length++) {
      assertDamaged(Arrays.copyOf(whole, length), "it ends too early or is inconsistent");
    }
  }

  @Test
  void whatDoesNotBeginAsAClassFileIsRefused() throws IOException {
    byte[] bytes = classFile(Hello.class);
    bytes[3]++;
    assertDamaged(bytes, "it does not begin as a class file does");
    assertDamaged(new byte[0], "it does not begin as a class file does");
    assertDamaged(new byte[9], "it does not begin as a class file does");
  }

  @Test
  void bytesAfterTheEndOfAClassAreRefused() throws IOException {
    byte[] bytes = classFile(Object.class);
    assertDamaged(Arrays.copyOf(bytes, bytes.length + 1), "it goes on after its end");
  }

  /** Damage is found or gives a class file; it never makes the transformer throw or hang. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void randomDamageIsNeverADefectOfTheTransformer() throws IOException {
    byte[] whole = classFile(Hello.class);
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt(256);
      }
      Result result = transformer.transform(bytes, "X.class");
      assertEquals(
          List.of(),
          result.diagnostics().stream().filter(d -> d.id().equals("FERMATA-099")).toList(),
          "round " + round);
    }
  }
}
