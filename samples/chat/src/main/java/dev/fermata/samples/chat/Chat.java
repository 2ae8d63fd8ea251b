package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.waitAll;
import static dev.fermata.Fermata.withTimeout;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.TaskGroup;
import dev.fermata.TimeoutException;
import dev.fermata.net.ByteStream;
import dev.fermata.net.LimitExceededException;
import dev.fermata.net.StreamReader;
import dev.fermata.net.StreamWriter;
import dev.fermata.sync.AsyncQueue;
import dev.fermata.sync.QueueShutDownException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A chat among all who are connected to some loops. Each loop has a {@link Room} of its own; what
 * somebody says goes to the rooms of the other loops through their threads.
 */
final class Chat {
  private static final int LONGEST_LINE = 1_000;
  private static final Duration TIME_FOR_A_NAME = Duration.ofSeconds(30);
  private static final Duration TIME_FOR_THE_REST = Duration.ofSeconds(5);

  private final Map<EventLoop, Room> rooms = new HashMap<>();

  /** All names, of all loops: the one thing that their threads share. */
  private final Set<String> names = new ConcurrentSkipListSet<>();

  Chat(List<EventLoop> loops) {
    loops.forEach(loop -> rooms.put(loop, new Room()));
  }

  /** Talks with somebody until they go, or the server does. */
  @Async
  Coroutine<Void> talk(ByteStream stream) throws IOException {
    StreamReader reader = new StreamReader(stream, LONGEST_LINE, StandardCharsets.UTF_8);
    StreamWriter writer = new StreamWriter(stream);
    String name = await(greetInTime(reader, writer));
    if (name == null) {
      return Coroutine.done();
    }
    try {
      say("* " + name + " has come");
      await(TaskGroup.open(group -> converse(group, name, reader, writer)));
    } finally {
      names.remove(name);
      say("* " + name + " has gone");
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<String> greetInTime(StreamReader reader, StreamWriter writer)
      throws IOException {
    try {
      return Coroutine.of(await(withTimeout(TIME_FOR_A_NAME, scope -> greet(reader, writer))));
    } catch (TimeoutException e) {
      return Coroutine.of(null);
    }
  }

  /** Asks for a name until it is a new one, and returns it; null when there is nobody any more. */
  @Async
  private Coroutine<String> greet(StreamReader reader, StreamWriter writer) throws IOException {
    await(send(writer, "Who are you?"));
    String name = await(reader.readLine());
    while (name != null && (name.isBlank() || !names.add(name))) {
      await(
          send(writer, name.isBlank() ? "Who are you?" : name + " is here already. Who are you?"));
      name = await(reader.readLine());
    }
    return Coroutine.of(name);
  }

  @Async
  private Coroutine<Void> converse(
      TaskGroup group, String name, StreamReader reader, StreamWriter writer) {
    Room room = rooms.get(EventLoop.running());
    AsyncQueue<String> lines = room.enter(group::cancel);
    Task<Void> sending = group.createTask(sendAll(group, lines, writer));
    try {
      await(sayAll(name, reader, lines));
    } finally {
      room.leave(lines);
      lines.shutdown();
    }
    await(waitAll(List.of(sending), TIME_FOR_THE_REST));
    group.cancel();
    return Coroutine.done();
  }

  /** Says what somebody says, until they leave or vanish. */
  @Async
  private Coroutine<Void> sayAll(String name, StreamReader reader, AsyncQueue<String> own) {
    try {
      String line = await(reader.readLine());
      while (line != null && !line.equals("/quit")) {
        if (line.equals("/who")) {
          await(own.put("* " + String.join(", ", names)));
        } else {
          say("<" + name + "> " + line);
        }
        line = await(reader.readLine());
      }
    } catch (LimitExceededException e) {
      say("* " + name + " says too much at once");
    } catch (IOException e) {
      say("* " + name + " cannot be reached: " + e.getMessage());
    }
    return Coroutine.done();
  }

  /** Sends lines as they come, those together that are there together, until there are no more. */
  @Async
  private static Coroutine<Void> sendAll(
      TaskGroup group, AsyncQueue<String> lines, StreamWriter writer) {
    try {
      while (true) {
        await(writer.write(await(lines.get()) + "\n"));
        if (lines.isEmpty()) {
          await(writer.flush());
        }
      }
    } catch (QueueShutDownException e) {
      // They have left, and got everything.
    } catch (IOException e) {
      group.cancel();
    }
    return Coroutine.done();
  }

  @Async
  private static Coroutine<Void> send(StreamWriter writer, String line) throws IOException {
    await(writer.write(line + "\n"));
    await(writer.flush());
    return Coroutine.done();
  }

  /** Lets everybody hear a line. */
  private void say(String line) {
    EventLoop own = EventLoop.running();
    rooms.forEach(
        (loop, room) -> {
          if (loop == own) {
            room.deliver(line);
          } else {
            loop.callSoonThreadsafe(() -> room.deliver(line));
          }
        });
  }
}
