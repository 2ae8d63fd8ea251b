package dev.fermata.internal.process;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.TimerHandle;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.net.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The output of a process. A thread reads from the pipe when somebody wants more: one read at a
 * time, whose bytes come to the loop. A task that is cancelled meanwhile changes nothing of that:
 * what arrives stays here for the next one.
 *
 * <p>All but the read itself belongs to the loop's thread. The stream must not even be asked what
 * is available there, because that waits for the thread that reads.
 */
final class PipeSource implements ByteSource {
  /** How much is taken that nobody reads while a task waits for the process. */
  static final int MOST_AHEAD = 262_144;

  private static final int SMALLEST_READ = 8_192;
  private static final int LARGEST_READ = 65_536;

  /**
   * How long after the exit of the process its output counts as ended, when nothing arrives and
   * only other processes hold the pipe open.
   */
  private static final long PATIENCE = 1_000_000_000L;

  private final ChildProcess process;
  private final String what;
  private final LoopEngine engine;
  private final InputStream pipe;

  /** What has arrived, from {@code start} to {@code end}. */
  private byte[] buffer = {};

  private int start;
  private int end;
  private int readSize = SMALLEST_READ;

  /** Whether a thread reads. */
  private boolean asked;

  private boolean reading;

  /** Whether somebody has begun to read, who is expected to go on. */
  private boolean touched;

  private boolean ended;
  private boolean closed;

  /** Whether a thread is in a read, and whether it is to close the pipe then. Under the lock. */
  private boolean busy;

  private boolean closeBehind;

  private final Object lock = new Object();
  private IOException failure;
  private OutsideWait reader;

  /** How many tasks wait for the exit. */
  private int drains;

  /** How much was dropped that nobody had read. */
  private long dropped;

  /** The most bytes to collect for {@code run}; -1 when this is not done. */
  private int captured = -1;

  private boolean discarding;
  private Runnable changed;
  private TimerHandle patience;

  /**
   * Makes a source.
   *
   * @param what what messages call it
   * @param pipe null when the output goes elsewhere
   */
  PipeSource(ChildProcess process, String what, InputStream pipe) {
    this.process = process;
    this.what = what;
    this.engine = process.engine;
    this.pipe = pipe;
    this.ended = pipe == null;
  }

  // ---------------------------------------------------------------- reading

  @Override
  public Coroutine<Integer> read(ByteBuffer into) {
    return new PipeReadCoroutine(this, into);
  }

  /** A task begins to read. */
  void beginRead(LoopEngine running) {
    if (running != engine) {
      throw new IllegalStateException(this + " belongs to another event loop");
    }
    if (reading) {
      throw new IllegalStateException("another task reads from " + this);
    }
    reading = true;
    touched = true;
  }

  void endRead() {
    reading = false;
    reader = null;
  }

  /** Takes what is there; 0 when nothing is, -1 at the end. */
  int take(ByteBuffer into) throws IOException {
    if (closed) {
      throw new IOException("cannot read from " + this + ": it is closed");
    }
    int count = Math.min(into.remaining(), available());
    if (count > 0) {
      into.put(buffer, start, count);
      start += count;
      return count;
    }
    if (dropped > 0) {
      throw new IOException(
          "cannot read on from "
              + this
              + ": "
              + dropped
              + " bytes were dropped, because nobody read them while a task waited for the"
              + " process: read beside waitFor, or before it");
    }
    if (failure != null) {
      throw new IOException("cannot read from " + this + ": " + failure.getMessage(), failure);
    }
    return ended ? -1 : 0;
  }

  /** A future that is done when something has arrived, or will not. */
  Future<?> ready() {
    reader = new OutsideWait(engine, "pipe", "reads from " + this);
    ask();
    return reader;
  }

  private int available() {
    return end - start;
  }

  // ---------------------------------------------------------------- reading ahead

  /** A task waits for the exit: the process must not be held up by what nobody reads. */
  void beginDrain() {
    drains++;
    askMore();
  }

  void endDrain() {
    drains--;
  }

  /** Collects the output. {@code listener} is told when there is news. */
  void capture(int limit, Runnable listener) {
    touched = true;
    captured = limit;
    changed = listener;
    askMore();
  }

  /** Takes all further output, and forgets it. */
  void discard() {
    discarding = true;
    askMore();
  }

  /** Whether more than the limit was collected. */
  boolean isOverLimit() {
    return captured >= 0 && available() > captured;
  }

  boolean isEnded() {
    return ended || closed || failure != null;
  }

  /** All that was collected. */
  byte[] collected() {
    return Arrays.copyOfRange(buffer, start, end);
  }

  private void askMore() {
    boolean wanted = discarding || (reader != null && !reader.isDone());
    wanted |= captured >= 0 && available() <= captured;
    wanted |= drains > 0 && (!touched || available() < MOST_AHEAD);
    if (wanted) {
      ask();
    }
  }

  /** Has a thread read, unless one does, or there is nothing more to come. */
  private void ask() {
    if (asked || isEnded()) {
      return;
    }
    int size = readSize;
    synchronized (lock) {
      busy = true;
    }
    PipeThreads.run(() -> readInThread(size));
    asked = true;
    if (process.hasExited()) {
      waitPatiently();
    }
  }

  private void readInThread(int size) {
    byte[] chunk = new byte[size];
    int count = -1;
    IOException error = null;
    try {
      count = pipe.read(chunk);
    } catch (IOException e) {
      error = e;
    }
    leave(count < 0);
    int arrived = count;
    IOException failed = error;
    engine.addFromAnywhere(Callback.of(() -> arrived(chunk, arrived, failed)));
  }

  /** A thread has ended its read; at the end of the input the pipe is of no use any more. */
  private void leave(boolean atEnd) {
    boolean close;
    synchronized (lock) {
      busy = false;
      close = closeBehind || atEnd;
    }
    if (close) {
      closePipe();
    }
  }

  private void arrived(byte[] chunk, int count, IOException error) {
    asked = false;
    stopPatience();
    if (isEnded()) {
      return;
    }
    if (error != null) {
      failure = error;
    } else if (count < 0) {
      ended = true;
    } else {
      keep(chunk, count);
    }
    tell();
    askMore();
  }

  private void keep(byte[] chunk, int count) {
    if (count == chunk.length) {
      readSize = Math.min(readSize * 2, LARGEST_READ);
    }
    if (discarding) {
      return;
    }
    if (!touched && available() + count > MOST_AHEAD) {
      dropped += count;
      return;
    }
    if (dropped > 0) {
      // Behind a gap nothing is of use.
      dropped += count;
      return;
    }
    if (buffer.length - end < count) {
      makeRoom(count);
    }
    System.arraycopy(chunk, 0, buffer, end, count);
    end += count;
  }

  private void makeRoom(int more) {
    int size = available();
    byte[] larger = buffer;
    if (buffer.length < size + more) {
      long doubled = Math.min(2L * size, Integer.MAX_VALUE - 8);
      larger = new byte[(int) Math.max(size + (long) more, doubled)];
    }
    System.arraycopy(buffer, start, larger, 0, size);
    buffer = larger;
    start = 0;
    end = size;
  }

  private void tell() {
    if (reader != null) {
      reader.fire();
    }
    if (changed != null) {
      changed.run();
    }
  }

  // ---------------------------------------------------------------- the end

  /** The process has exited. Other processes may still hold the pipe open, for ever. */
  void processExited() {
    if (asked) {
      waitPatiently();
    }
  }

  private void waitPatiently() {
    if (patience == null && !isEnded()) {
      patience = engine.callLater(PATIENCE, this::giveUp);
    }
  }

  private void stopPatience() {
    if (patience != null) {
      patience.cancel();
      patience = null;
    }
  }

  private void giveUp() {
    patience = null;
    ended = true;
    tell();
  }

  /**
   * Closes this. While a thread reads from the pipe, its descriptor must not be given back, for it
   * might be another pipe's when the thread gets to use it; so the thread closes it then. It is not
   * for the loop's thread in any case: the JDK may read the rest of it meanwhile.
   */
  @Override
  public void close() {
    engine.checkThread();
    if (closed) {
      return;
    }
    closed = true;
    stopPatience();
    buffer = new byte[0];
    start = 0;
    end = 0;
    boolean now;
    synchronized (lock) {
      closeBehind = true;
      now = !busy && !ended;
    }
    if (now) {
      PipeThreads.run(this::closePipe);
    }
    tell();
  }

  private void closePipe() {
    try {
      pipe.close();
    } catch (IOException e) {
      // Nobody reads from it any more.
    }
  }

  @Override
  public String toString() {
    return "the " + what + " of " + process;
  }
}
