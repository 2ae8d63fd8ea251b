package dev.fermata.checks.conformance.streams;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.waitFor;

import dev.fermata.Async;
import dev.fermata.CancelledError;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.checks.conformance.Python;
import dev.fermata.net.ByteStream;
import dev.fermata.net.IncompleteReadException;
import dev.fermata.net.LimitExceededException;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import dev.fermata.net.StreamReader;
import dev.fermata.sync.AsyncEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program over the two ends of a stream, {@code a} and {@code b}, as {@code programs.txt} has
 * them.
 */
final class StreamProgram {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int CAPACITY = 65_536;
  private static final int ANY = Integer.MAX_VALUE;

  private final String name;
  private final int limit;
  private final Map<String, List<String>> actors;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, AsyncEvent> events = new LinkedHashMap<>();
  private final Map<String, Task<Void>> tasks = new LinkedHashMap<>();
  private final Map<Character, End> ends = new LinkedHashMap<>();

  private record End(ByteStream stream, StreamReader reader) {}

  private StreamProgram(String name, int limit, Map<String, List<String>> actors) {
    this.name = name;
    this.limit = limit;
    this.actors = actors;
  }

  String name() {
    return name;
  }

  /** Reads the programs of a file. */
  static List<StreamProgram> parse(List<String> file) {
    List<StreamProgram> programs = new ArrayList<>();
    String name = null;
    int limit = CAPACITY;
    Map<String, List<String>> actors = new LinkedHashMap<>();
    for (String line : file) {
      if (line.startsWith("## ")) {
        if (name != null) {
          programs.add(new StreamProgram(name, limit, actors));
        }
        name = line.substring(3);
        limit = CAPACITY;
        actors = new LinkedHashMap<>();
      } else if (line.startsWith("limit: ")) {
        limit = Integer.parseInt(line.substring(7));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int colon = line.indexOf(": ");
        actors.put(line.substring(0, colon), List.of(line.substring(colon + 2).split(" ; ")));
      }
    }
    programs.add(new StreamProgram(name, limit, actors));
    return programs;
  }

  /** Runs it on a virtual clock, and gives what it prints. */
  List<String> lines() {
    run(main(), EventLoop.createVirtual());
    return lines;
  }

  @Async
  private Coroutine<Void> main() {
    StreamPair pair = Net.streamPair(CAPACITY);
    ends.put('a', end(pair.first()));
    ends.put('b', end(pair.second()));
    actors.forEach((actor, operations) -> tasks.put(actor, createTask(act(actor, operations))));
    await(waitAll(tasks.values()));
    for (End end : ends.values()) {
      end.stream.close();
    }
    return Coroutine.done();
  }

  private End end(ByteStream stream) {
    return new End(stream, new StreamReader(stream, limit, StandardCharsets.UTF_8));
  }

  @Async
  private Coroutine<Void> act(String actor, List<String> operations) {
    for (String operation : operations) {
      try {
        String result = await(operate(ends.get(actor.charAt(0)), operation));
        if (result != null) {
          lines.add(actor + ": " + operation + " -> " + result);
        }
      } catch (CancelledError e) {
        lines.add(actor + ": " + operation + " is cancelled");
        throw e;
      } catch (Exception e) {
        lines.add(actor + ": " + operation + " fails: " + error(e));
      }
    }
    return Coroutine.done();
  }

  private static String error(Exception e) {
    if (e instanceof IncompleteReadException incomplete) {
      String expected = incomplete.expected() < 0 ? "an end" : "" + incomplete.expected();
      return "incomplete " + shown(incomplete.partial()) + " of " + expected;
    }
    return e instanceof LimitExceededException ? "limit" : Python.name(e);
  }

  @Async
  private Coroutine<String> operate(End end, String operation) throws Exception {
    int space = operation.indexOf(' ');
    String word = space < 0 ? operation : operation.substring(0, space);
    String rest = space < 0 ? "" : operation.substring(space + 1);
    switch (word) {
      case "within" -> {
        return Coroutine.of(await(waitFor(operate(end, rest), SHORT)));
      }
      case "write" -> await(end.stream.write(unescaped(rest).getBytes(StandardCharsets.UTF_8)));
      case "bulk" -> await(end.stream.write(bulk(Integer.parseInt(rest))));
      case "eof" -> await(end.stream.shutdownOutput());
      case "close" -> end.stream.close();
      case "closed" -> await(end.stream.closeAndWait(SHORT));
      case "sleep" -> await(sleep(SHORT));
      case "set" -> event(rest).set();
      case "wait" -> await(event(rest).waitUntilSet());
      case "cancel" -> tasks.get(rest).cancel();
      case "join" -> await(waitAll(List.of(tasks.get(rest))));
      default -> {
        return Coroutine.of(await(read(end.reader, word, rest)));
      }
    }
    return Coroutine.of(word.equals("closed") ? "closed" : null);
  }

  private static byte[] bulk(int size) {
    return "x".repeat(size).getBytes(StandardCharsets.UTF_8);
  }

  @Async
  private static Coroutine<String> read(StreamReader reader, String word, String rest)
      throws Exception {
    return Coroutine.of(
        switch (word) {
          case "line" -> shown(await(reader.readLine()));
          case "lines" -> String.join(", ", await(lines(reader)));
          case "read" -> shown(await(reader.read(Integer.parseInt(rest))));
          case "exactly" -> shown(await(reader.readExactly(Integer.parseInt(rest))));
          case "until" ->
              shown(await(reader.readUntil(unescaped(rest).getBytes(StandardCharsets.UTF_8))));
          case "all" -> shown(await(reader.readAll(ANY)));
          case "count" -> Integer.toString(await(count(reader)));
          default -> throw new AssertionError("no operation " + word);
        });
  }

  @Async
  private static Coroutine<List<String>> lines(StreamReader reader) throws IOException {
    List<String> found = new ArrayList<>();
    String line = await(reader.readLine());
    while (line != null) {
      found.add(shown(line));
      line = await(reader.readLine());
    }
    return Coroutine.of(found);
  }

  @Async
  private static Coroutine<Integer> count(StreamReader reader) throws IOException {
    int size = 0;
    byte[] chunk = await(reader.read(4_096));
    while (chunk.length > 0) {
      size += chunk.length;
      chunk = await(reader.read(4_096));
    }
    return Coroutine.of(size);
  }

  private AsyncEvent event(String event) {
    return events.computeIfAbsent(event, any -> new AsyncEvent());
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  private static String shown(byte[] bytes) {
    return shown(new String(bytes, StandardCharsets.UTF_8));
  }

  private static String shown(String text) {
    return text == null ? "None" : "'" + text.replace("\r", "\\r").replace("\n", "\\n") + "'";
  }
}
