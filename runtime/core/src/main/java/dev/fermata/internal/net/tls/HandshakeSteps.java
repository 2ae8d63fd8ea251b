package dev.fermata.internal.net.tls;

import dev.fermata.Future;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.threads.DaemonPool;
import dev.fermata.internal.threads.ExecutorFuture;
import dev.fermata.internal.threads.Executors;
import dev.fermata.net.TlsException.Reason;
import java.io.IOException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The handshake of a connection: reads, writes and computes by turns, as the engine asks for it.
 * What is computed takes nearly all of its time, and runs in threads of its own. When the task is
 * cancelled, nothing is lost, and another one may go on.
 */
final class HandshakeSteps extends SteppedCoroutine<Void> {
  private static final int GO_ON = 1;

  private static final DaemonPool POOL =
      new DaemonPool("tls", Math.max(4, Runtime.getRuntime().availableProcessors()));

  /** As often in a row at most the engine may ask to write and have nothing. */
  private static final int MOST_IDLE = 4;

  private final TlsStream stream;
  private int idle;

  HandshakeSteps(TlsStream stream) {
    this.stream = stream;
  }

  @Override
  protected String publicName() {
    return "handshake";
  }

  @Override
  protected Object step(int point, Object value) throws IOException {
    try {
      stream.checkGreetable();
      takeJob();
      return goOn();
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  /** Goes on as far as possible. */
  private Object goOn() throws IOException {
    if (stream.job != null) {
      return awaitJob();
    }
    if (stream.engine == null) {
      if (Engines.takeLong(stream.options)) {
        return compute(this::makeEngine);
      }
      stream.begin(makeEngine());
    }
    while (true) {
      HandshakeStatus status = stream.engine.getHandshakeStatus();
      if (!stream.outgoing.flush() && !isRestOptional(status)) {
        return await(stream.lower.outputReady(), GO_ON);
      }
      switch (status) {
        case NEED_TASK -> {
          SSLEngine engine = stream.engine;
          return compute(() -> runTasks(engine));
        }
        case NEED_WRAP -> {
          idle = stream.outgoing.tell() ? 0 : idle + 1;
          if (idle > MOST_IDLE) {
            throw new SSLException("the engine makes no progress");
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!stream.incoming.greet()) {
            return await(stream.lower.inputReady(), GO_ON);
          }
        }
        default -> {
          return establish();
        }
      }
    }
  }

  /**
   * Whether the handshake is over for both sides, although something is still to be written: a
   * server ends that of TLS 1.3 with tickets, which the client need not read before it goes on.
   */
  private boolean isRestOptional(HandshakeStatus status) {
    return status == HandshakeStatus.NOT_HANDSHAKING
        && !stream.options.isClient()
        && stream.engine.getSession().getProtocol().equals("TLSv1.3");
  }

  private Object establish() throws IOException {
    if (stream.engine.isInboundDone() || stream.engine.isOutboundDone()) {
      throw stream.troubles.ofHandshake(Reason.REFUSED, "it has ended before its time", null);
    }
    stream.establish();
    return null;
  }

  // ---------------------------------------------------------------- what other threads compute

  private SSLEngine makeEngine() throws SSLException {
    return Engines.make(stream.options, stream.remoteAddress());
  }

  private static SSLEngine runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return engine;
  }

  private Object compute(Callable<SSLEngine> work) {
    LoopEngine loop = stream.loop();
    stream.job = Executors.of(loop).start(POOL, new Job(loop, work, stream.peer()));
    // However long a busy machine takes for it, a virtual clock must not reach the limit meanwhile.
    loop.hold(1);
    Futures.addWaiter(stream.job, Callback.of(() -> loop.hold(-1)));
    return awaitJob();
  }

  /** Waits for the job, which goes on when this task is cancelled. */
  private Object awaitJob() {
    SignalFuture wait = new SignalFuture(stream.loop().origin);
    stream.jobWait = wait;
    Futures.addWaiter(stream.job, wait.trigger);
    return await(wait, GO_ON);
  }

  private void takeJob() throws IOException {
    Future<?> job = stream.job;
    if (job == null || !job.isDone()) {
      return;
    }
    stream.job = null;
    stream.jobWait = null;
    Throwable error = Futures.takeError(job);
    if (error instanceof IOException known) {
      throw known;
    }
    if (error != null) {
      throw new SSLException("a part of it has failed: " + error, error);
    }
    if (stream.engine == null) {
      stream.begin((SSLEngine) Futures.outcome(job));
    }
  }

  private static final class Job extends ExecutorFuture<SSLEngine> {
    private final String peer;

    Job(LoopEngine loop, Callable<SSLEngine> work, String peer) {
      super(loop, work, null);
      this.peer = peer;
    }

    @Override
    protected String activity() {
      return "computes the handshake with " + peer;
    }
  }

  // ---------------------------------------------------------------- failures

  @Override
  protected Object failed(int point, Throwable error) throws Throwable {
    if (error instanceof IOException trouble) {
      throw refusal(trouble);
    }
    throw error;
  }

  /** Closes the connection, which tells the other side the engine's alert. */
  private IOException refusal(IOException error) {
    IOException why = stream.troubles.ofHandshake(error);
    stream.refuse(why);
    return why;
  }
}
