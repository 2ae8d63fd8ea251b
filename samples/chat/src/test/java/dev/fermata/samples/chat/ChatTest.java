package dev.fermata.samples.chat;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Async;
import dev.fermata.AsyncBody;
import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Task;
import dev.fermata.net.Net;
import dev.fermata.net.StreamPair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people in the chat hear, on a virtual clock and over pairs in memory. */
class ChatTest {
  private final EventLoop loop = EventLoop.createVirtual();
  private final Chat chat = new Chat(List.of(loop));
  private final List<Task<Void>> conversations = new ArrayList<>();

  /** Runs a test, which ends when all who came have gone. */
  private void chatting(AsyncBody<Void> body) throws Exception {
    run(main(body), loop);
  }

  @Async
  private Coroutine<Void> main(AsyncBody<Void> body) throws Exception {
    await(body.start());
    for (Task<Void> conversation : conversations) {
      await(conversation);
    }
    return Coroutine.done();
  }

  /** Lets somebody connect. */
  private Visitor visitor(int capacity) throws IOException {
    StreamPair pair = Net.streamPair(capacity);
    conversations.add(createTask(serve(pair)));
    return new Visitor(pair.second());
  }

  @Async
  private Coroutine<Void> serve(StreamPair pair) throws IOException {
    try {
      await(chat.talk(pair.first()));
    } finally {
      pair.first().close();
    }
    return Coroutine.done();
  }

  @Async
  private Coroutine<Visitor> called(String name) throws Exception {
    Visitor visitor = visitor(10_000);
    await(visitor.says(name));
    assertEquals(List.of("Who are you?"), await(visitor.hears(1)));
    await(sleep(Duration.ofSeconds(1)));
    return Coroutine.of(visitor);
  }

  @Test
  void everybodyHearsWhatSomebodySays() throws Exception {
    chatting(
        () -> {
          Visitor ann = await(called("Ann"));
          Visitor bob = await(called("Bob"));
          await(ann.says("hello", "/who", "/quit"));
          assertEquals(List.of("* Bob has come", "<Ann> hello", "* Ann, Bob"), await(ann.hears(3)));
          assertEquals(List.of("<Ann> hello", "* Ann has gone"), await(bob.hears(2)));
          assertNull(await(ann.reader().readLine()));
          bob.stream().close();
          return Coroutine.done();
        });
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    chatting(
        () -> {
          Visitor ann = await(called("Ann"));
          Visitor other = visitor(10_000);
          await(other.says("Ann", "", "Bob", "hello"));
          assertEquals(
              List.of(
                  "Who are you?",
                  "Ann is here already. Who are you?",
                  "Who are you?",
                  "<Bob> hello"),
              await(other.hears(4)));
          assertEquals(List.of("* Bob has come", "<Bob> hello"), await(ann.hears(2)));
          ann.stream().close();
          other.stream().close();
          return Coroutine.done();
        });
  }

  @Test
  void whoSaysTooMuchAtOnceIsSentAway() throws Exception {
    chatting(
        () -> {
          Visitor ann = await(called("Ann"));
          Visitor bob = await(called("Bob"));
          await(bob.says("x".repeat(2_000)));
          assertEquals(
              List.of("* Bob has come", "* Bob says too much at once", "* Bob has gone"),
              await(ann.hears(3)));
          ann.stream().close();
          return Coroutine.done();
        });
  }

  @Test
  void whoDoesNotReadIsSentAwayAndHoldsNobodyUp() throws Exception {
    chatting(
        () -> {
          Visitor slow = visitor(50);
          await(slow.says("Slow"));
          assertEquals(List.of("Who are you?"), await(slow.hears(1)));
          Visitor ann = await(called("Ann"));
          List<String> heard = new ArrayList<>();
          while (!heard.contains("* Slow has gone")) {
            await(ann.says("hello"));
            heard.addAll(await(ann.hears(1)));
          }
          int sent = heard.size() - Room.WAITING_LINES;
          assertTrue(sent > 0 && sent < 10, "lines beyond those that may wait: " + sent);
          ann.stream().close();
          return Coroutine.done();
        });
  }

  @Test
  void whoSaysNoNameIsSentAwayAfterHalfAMinute() throws Exception {
    chatting(
        () -> {
          Visitor silent = visitor(10_000);
          long start = loop.time();
          await(conversations.remove(0));
          assertEquals(Duration.ofSeconds(30), Duration.ofNanos(loop.time() - start));
          assertEquals(Arrays.asList("Who are you?", null), await(silent.hears(2)));
          return Coroutine.done();
        });
  }
}
