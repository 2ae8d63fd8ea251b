package dev.fermata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives with random damage are refused in one line and left alone, or transformed to sound ones.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArchiveFuzzTest {
  private static final int ROUNDS = 2_000;

  @TempDir private Path root;

  @Test
  void damagedArchivesAreRefusedOrStaySound() throws Exception {
    Random random = new Random(42);
    List<byte[]> seeds =
        List.of(
            Jars.mixed(),
            RawZip.of(
                RawZip.Entry.of("A.class", TextTransform.classFile("async")).withZip64(),
                RawZip.Entry.of("B.class", TextTransform.classFile("plain"))));
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damage(seeds.get(round % seeds.size()), random);
      refused += check(damaged, "round " + round) ? 1 : 0;
    }
    assertTrue(refused > ROUNDS / 4, "damage is found");
    assertTrue(refused < ROUNDS, "some damage is harmless");
  }

  /** Returns whether the archive was refused. */
  private boolean check(byte[] content, String round) throws IOException {
    Path jar = Files.write(root.resolve("a.jar"), content);
    FileTransformer<TextTransform.Found> transformer =
        new FileTransformer<>(new TextTransform(), true);
    Plan<TextTransform.Found> plan = transformer.planInPlace(List.of(jar));
    boolean refused = plan.hasErrors();
    try {
      if (!refused) {
        plan.write();
      }
    } catch (InputException e) {
      refused = true;
    }
    assertEquals(0, plan.problems().stream().filter(p -> p.lines().count() != 1).count(), round);
    if (refused) {
      assertTrue(Arrays.equals(content, Files.readAllBytes(jar)), round);
    } else {
      Plan<TextTransform.Found> second = transformer.planInPlace(List.of(jar));
      assertEquals(List.of(), second.problems(), round);
      assertEquals(List.of(), second.transformed(), round);
    }
    try (var left = Files.list(root)) {
      assertEquals(List.of(jar), left.toList(), round);
    }
    return refused;
  }

  private static byte[] damage(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xFF);
        case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
        default -> {
          int from = random.nextInt(bytes.length);
          int length = random.nextInt(bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
