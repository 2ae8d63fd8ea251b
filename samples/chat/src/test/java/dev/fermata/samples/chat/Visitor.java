package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.net.ByteStream;
import dev.fermata.net.StreamReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Somebody at the other end of a connection. */
record Visitor(ByteStream stream, StreamReader reader) {
  Visitor(ByteStream stream) {
    this(stream, new StreamReader(stream));
  }

  Coroutine<Void> says(String... lines) throws IOException {
    return stream.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Gives the next lines that arrive. */
  @Async
  Coroutine<List<String>> hears(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(await(reader.readLine()));
    }
    return Coroutine.of(lines);
  }
}
