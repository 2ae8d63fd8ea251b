package dev.fermata;

import static dev.fermata.Fermata.createTask;
import static dev.fermata.Fermata.gather;
import static dev.fermata.Fermata.yieldNow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.net.StreamReader;
import dev.fermata.process.Subprocess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes, their pipes, and the wait for their exit. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are a shell's")
@Timeout(60)
class SubprocessTest {
  /** More than pipes and the source hold. */
  private static final int MUCH = 1_048_576;

  private final EventLoop loop = EventLoop.create();
  private final List<Object> log = new ArrayList<>();
  private Subprocess process;
  private Task<?> task;

  static ProcessBuilder shell(String program) {
    return new ProcessBuilder("sh", "-c", program);
  }

  /** Runs a body behind the start of a program, and kills that behind the body. */
  private Object run(ProcessBuilder builder, Script.Step... body) {
    loop.setExceptionHandler((where, context) -> log.add(context.get("message")));
    Script.Step[] steps = Arrays.copyOf(body, body.length + 1);
    steps[body.length] = Script::result;
    AtomicReference<Object> result = new AtomicReference<>();
    Fermata.run(
        Script.of(
            s -> s.await(Subprocess.start(builder)),
            s -> {
              process = (Subprocess) s.result();
              return s.await(Script.of(steps));
            },
            s -> {
              result.set(s.result());
              process.kill();
              return s.await(process.waitFor());
            },
            s -> null),
        loop);
    return result.get();
  }

  private Object run(String program, Script.Step... body) {
    return run(shell(program), body);
  }

  @AfterEach
  void killWhatIsLeft() {
    if (process != null) {
      process.kill();
    }
    Leftovers.awaitNone();
  }

  private StreamReader output() {
    return new StreamReader(process.stdout());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static ByteBuffer buffer(String text) {
    return ByteBuffer.wrap(bytes(text));
  }

  @Test
  void aProcessReadsWhatIsWrittenToItAndItsOutputIsRead() {
    Object answer =
        run(
            "read name; echo hello $name; echo oh >&2; exit 3",
            s -> s.await(process.stdin().write(bytes("world\n"))),
            s -> s.await(output().readLine()),
            s -> {
              log.add(s.result());
              return s.await(new StreamReader(process.stderr()).readLine());
            },
            s -> {
              log.add(s.result());
              return s.await(process.stdout().read(1));
            },
            s -> {
              log.add(((byte[]) s.result()).length);
              return s.await(process.waitFor());
            });
    assertEquals(3, answer);
    assertEquals(3, process.exitValue());
    assertFalse(process.isAlive());
    assertEquals(List.of("hello world", "oh", 0), log);
  }

  @Test
  @DisplayName("io 18: a process whose output nobody reads does not hang its waitFor")
  void unread() {
    run(
        "head -c " + MUCH + " /dev/zero; head -c " + MUCH + " /dev/zero >&2; exit 4",
        s -> s.await(process.waitFor()),
        s -> {
          log.add(s.result());
          return s.await(output().readExactly(100_000));
        },
        s -> s.tryAwait(output().readAll(MUCH)),
        s -> log.add(s.error().getMessage().replaceAll("\\d{3,}", "N")));
    assertEquals(
        List.of(
            4,
            "cannot read on from the output of process N (sh): N bytes were dropped, because nobody"
                + " read them while a task waited for the process: read beside waitFor, or before"
                + " it"),
        log);
  }

  @Test
  @DisplayName("io 18: output that is read beside waitFor is whole, however slowly")
  void readBeside() {
    run(
        "head -c " + MUCH + " /dev/zero",
        s -> s.await(gather(process.waitFor(), output().readAll(MUCH))),
        s -> {
          List<?> both = (List<?>) s.result();
          log.add(both.get(0));
          return log.add(((byte[]) both.get(1)).length);
        });
    assertEquals(List.of(0, MUCH), log);
  }

  @Test
  void whatNobodyHasReadBeforeTheExitIsReadBehindIt() {
    Object line =
        run("echo last words", s -> s.await(process.waitFor()), s -> s.await(output().readLine()));
    assertEquals("last words", line);
  }

  @Test
  @DisplayName("io 15: a cancelled read loses nothing of what arrives later")
  void cancelledRead() {
    Object line =
        run(
            "read x; echo $x",
            s -> {
              task = createTask(process.stdout().read(10));
              return s.await(yieldNow());
            },
            s -> {
              task.cancel();
              return s.await(process.stdin().write(bytes("whole line\n")));
            },
            s -> s.await(process.waitFor()),
            s -> s.await(output().readLine()));
    assertTrue(task.isCancelled());
    assertEquals("whole line", line);
  }

  @Test
  @DisplayName("io 4: one task reads, a second one is told so")
  void secondReader() {
    run(
        "cat",
        s -> {
          task = createTask(process.stdout().read(10));
          return s.await(yieldNow());
        },
        s -> s.tryAwait(process.stdout().read(10)),
        s -> {
          assertInstanceOf(IllegalStateException.class, s.error());
          log.add(s.error().getMessage().replaceAll("\\d+", "N"));
          return task.cancel();
        });
    assertEquals(List.of("another task reads from the output of process N (sh)"), log);
  }

  @Test
  @DisplayName("io 1, io 4: writes end when the system has all, and go out whole, in their order")
  void writers() {
    byte[] zeros = new byte[MUCH];
    run(
        "head -c 1048576 >/dev/null; cat",
        s -> {
          Task<?> first = createTask(process.stdin().write(ByteBuffer.wrap(zeros)));
          Task<?> second = createTask(process.stdin().write(buffer("one "), buffer("piece\n")));
          first.addDoneCallback(done -> log.add("first"));
          second.addDoneCallback(done -> log.add("second"));
          return s.await(gather(first, second));
        },
        s -> {
          process.stdin().close();
          return s.await(output().readLine());
        },
        s -> log.add(s.result()));
    assertEquals(List.of("first", "second", "one piece"), log);
  }

  @Test
  @DisplayName("io 3: a write that is cancelled in the middle breaks the output, and it says why")
  void cancelledWrite() {
    run(
        "exec sleep 60",
        s -> {
          task = createTask(process.stdin().write(new byte[MUCH]));
          return s.await(yieldNow());
        },
        s -> {
          task.cancel();
          return s.tryAwait(process.stdin().write(bytes("x")));
        },
        s -> log.add(s.error().getMessage().replaceAll("s \\d+", "s N")));
    assertEquals(
        List.of(
            "cannot write to the input of process N (sh): a write was cancelled in the middle of"
                + " 1048576 bytes"),
        log);
  }

  @Test
  void aProcessThatHasClosedItsInputFailsTheWrite() {
    run(
        "exec <&-; echo closed; exec sleep 60",
        s -> s.await(output().readLine()),
        s -> s.tryAwait(process.stdin().write(bytes("x"))),
        s -> {
          log.add(assertInstanceOf(IOException.class, s.error()).getMessage());
          return s.tryAwait(process.stdin().write(bytes("x")));
        },
        s -> log.add(s.error().getMessage()));
    assertTrue(log.get(0).toString().endsWith(" (sh): Broken pipe"), log::toString);
    assertTrue(
        log.get(1).toString().contains("an earlier write has failed, with cannot write to the "),
        log::toString);
  }

  @Test
  void whatIsClosedIsNeitherReadNorWritten() {
    run(
        "cat",
        s -> {
          task = createTask(Script.of(t -> t.tryAwait(process.stdout().read(1)), t -> t.error()));
          return s.await(yieldNow());
        },
        s -> {
          process.stdin().close();
          process.stdin().close();
          process.stdout().close();
          process.stdout().close();
          return s.tryAwait(process.stdin().write(bytes("x")));
        },
        s -> {
          log.add(s.error().getMessage().replaceAll("process.*\\)", "P"));
          return s.await(task);
        },
        s -> {
          log.add(((Exception) s.result()).getMessage().replaceAll("process.*\\)", "P"));
          return s.await(process.waitFor());
        },
        s -> log.add(s.result()));
    assertEquals(
        List.of(
            "cannot write to the input of P: it is closed",
            "cannot read from the output of P: it is closed",
            0),
        log);
  }

  @Test
  void aProcessThatIsTerminatedSaysItsLastWords() {
    run(
        "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.01; done",
        s -> {
          log.add(output());
          return s.await(((StreamReader) log.get(0)).readLine());
        },
        s -> {
          process.terminate();
          return s.await(((StreamReader) log.get(0)).readLine());
        },
        s -> {
          log.add(s.result());
          return s.await(process.waitFor());
        },
        s -> log.add(s.result()));
    assertEquals(List.of("bye", 7), log.subList(1, 3));
  }

  @Test
  void aProcessThatIgnoresTermIsKilled() {
    Object code =
        run(
            "trap '' TERM; echo ready; exec sleep 60",
            s -> s.await(output().readLine()),
            s -> {
              process.terminate();
              process.kill();
              return s.await(process.waitFor());
            });
    assertEquals(ChildJvm.ENDED_BY_SIGTERM - 15 + 9, code);
  }

  @Test
  void severalTasksWaitAndACancelledOneLeavesTheOthers() {
    run(
        "read x; exit 5",
        s -> {
          task = createTask(process.waitFor());
          log.add(createTask(process.waitFor()));
          log.add(createTask(process.waitFor()));
          return s.await(yieldNow());
        },
        s -> {
          task.cancel();
          assertThrows(IllegalStateException.class, process::exitValue);
          process.stdin().close();
          return s.await((Task<?>) log.get(0));
        },
        s -> {
          log.add(s.result());
          return s.await((Task<?>) log.get(1));
        },
        s -> log.add(s.result()));
    assertEquals(List.of(5, 5), log.subList(2, 4));
    assertTrue(task.isCancelled());
  }

  @Test
  void anotherProcessThatHoldsThePipeOpenIsNotWaitedFor() {
    run(
        "sleep 3 & echo started",
        s -> s.await(process.waitFor()),
        s -> s.await(output().readAll(100)),
        s -> log.add(new String((byte[]) s.result(), UTF_8)));
    assertEquals(List.of("started\n"), log);
  }

  @Test
  void anotherProcessThatWaitsForTheEndOfTheInputGetsIt() {
    run(
        "cat <&0 & echo started",
        s -> s.await(process.waitFor()),
        s -> s.await(output().readAll(100)),
        s -> s.tryAwait(process.stdin().write(bytes("x"))),
        s -> log.add(s.error().getMessage().replaceAll("\\d+", "N")));
    assertEquals(List.of("cannot write to the input of process N (sh): it has ended"), log);
    Leftovers.awaitNoPipeThreads();
  }

  @Test
  void redirectedPipesAreAtTheirEndAndCannotBeWrittenTo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("output");
    Path input = Files.writeString(folder.resolve("input"), "from a file");
    run(
        shell("cat; echo oh >&2")
            .redirectInput(input.toFile())
            .redirectOutput(file.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD),
        s -> s.await(process.stdout().read(1)),
        s -> {
          log.add(((byte[]) s.result()).length);
          return s.await(process.stderr().read(1));
        },
        s -> {
          log.add(((byte[]) s.result()).length);
          return s.tryAwait(process.stdin().write(bytes("x")));
        },
        s -> {
          log.add(s.error().getMessage().replaceAll("\\d+", "N"));
          return s.await(process.waitFor());
        });
    assertEquals("from a file", Files.readString(file));
    assertEquals(
        List.of(
            0,
            0,
            "cannot write to the input of process N (sh): its input was redirected when it was"
                + " started"),
        log);
  }

  @Test
  void mergedErrorOutputIsInTheOutput() {
    run(
        shell("echo one; echo two >&2").redirectErrorStream(true),
        s -> s.await(output().readAll(100)),
        s -> {
          log.add(new String((byte[]) s.result(), UTF_8));
          return s.await(process.stderr().read(1));
        },
        s -> log.add(((byte[]) s.result()).length));
    assertEquals(List.of("one\ntwo\n", 0), log);
  }

  @Test
  @DisplayName("io 19: a hundred processes at once, and the loop's executor has nothing to do")
  void manyAtOnce() {
    loop.setDefaultExecutor(new Refusing());
    int sum =
        Fermata.run(
            Script.of(
                s -> {
                  List<Coroutine<Integer>> all = new ArrayList<>();
                  for (int i = 0; i < 100; i++) {
                    int code = i;
                    all.add(
                        Script.of(
                            t -> t.await(Subprocess.start(shell("exit " + code))),
                            t -> t.await(((Subprocess) t.result()).waitFor()),
                            t -> t.result()));
                  }
                  return s.await(gather(all));
                },
                s -> ((List<?>) s.result()).stream().mapToInt(code -> (Integer) code).sum()),
            loop);
    assertEquals(99 * 100 / 2, sum);
  }

  /** An executor that gets no job. */
  private static final class Refusing extends java.util.concurrent.ForkJoinPool {
    @Override
    public void execute(Runnable job) {
      throw new IllegalStateException("a job");
    }
  }

  @Test
  @DisplayName("io 22: a virtual loop refuses processes, and says what to do instead")
  void virtual() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    Fermata.run(
                        Script.of(s -> s.await(Subprocess.start(shell("")))),
                        EventLoop.createVirtual()))
            .getMessage();
    assertTrue(message.contains("Net.streamPair"), message);
  }

  @Test
  @DisplayName("io 22: a process that is left running is reported with its place, and not killed")
  void leftRunning() {
    loop.setDebug(true);
    AtomicReference<Object> origin = new AtomicReference<>();
    Fermata.run(
        Script.of(
            s -> s.await(Subprocess.start(shell("exec sleep 60"))),
            s -> {
              process = (Subprocess) s.result();
              loop.setExceptionHandler(
                  (where, context) -> {
                    log.add(context.get("message").toString().replaceAll("\\d+", "N"));
                    origin.set(context.get("origin"));
                  });
              return null;
            }),
        loop);
    assertEquals(
        List.of("process N (sh) still runs when its loop is closed, and is left running"), log);
    String place = ((List<?>) origin.get()).get(0).toString();
    assertTrue(place.contains("SubprocessTest") || !place.contains("dev.fermata."), place);
    assertTrue(process.isAlive());
  }

  @Test
  @DisplayName("io 27: waiting for a process is no deadlock, and a dump says what each waits for")
  void dump() {
    loop.setDebug(true);
    run(
        "read x; sleep 0.8; echo y",
        s -> {
          createTask(process.waitFor(), "waiter");
          createTask(process.stdout().read(1), "reader");
          createTask(process.stdin().write(new byte[MUCH]), "writer");
          return s.await(yieldNow());
        },
        s -> {
          String name = process.toString();
          String tree = loop.dump().tree();
          for (String line :
              List.of(
                  "- waiter: waits for " + name,
                  "- reader: reads from the output of " + name,
                  "- writer: writes to the input of " + name)) {
            assertTrue(tree.contains(line + ", "), tree);
            assertTrue(loop.dump().list().contains(line.substring(2) + ", "), tree);
            String json = "\"waitsFor\":\"" + line.replaceAll(".*: ", "") + "\"";
            assertTrue(loop.dump().json().contains(json), json);
          }
          process.stdin().close();
          return s.await(process.waitFor());
        },
        s -> null);
    assertEquals(List.of(), log.stream().filter(m -> m.toString().contains("deadlock")).toList());
  }

  @Test
  @DisplayName("processes belong to their loop")
  void otherLoop() {
    run("cat", s -> s.result());
    for (Coroutine<?> use : List.of(coroutine(() -> process.stdout().read(1)), process.waitFor())) {
      String message =
          assertThrows(IllegalStateException.class, () -> Fermata.run(use)).getMessage();
      assertTrue(message.endsWith(" belongs to another event loop"), message);
    }
  }

  private static Coroutine<?> coroutine(java.util.concurrent.Callable<Coroutine<?>> maker) {
    return Script.of(s -> s.await(maker.call()), s -> null);
  }

  @Test
  void aLimitOfTimeEndsTheWaitOnly() {
    run(
        "exec sleep 60",
        s -> s.tryAwait(Fermata.waitFor(process.waitFor(), Duration.ofMillis(20))),
        s -> {
          log.add(s.error().getClass());
          log.add(process.isAlive());
          process.kill();
          return s.await(process.waitFor());
        });
    assertEquals(List.of(TimeoutException.class, true), log);
  }
}
