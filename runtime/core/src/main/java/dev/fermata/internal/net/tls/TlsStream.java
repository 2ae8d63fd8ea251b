package dev.fermata.internal.net.tls;

import dev.fermata.Coroutine;
import dev.fermata.Future;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SignalFuture;
import dev.fermata.internal.net.StreamBase;
import dev.fermata.internal.net.Transport;
import dev.fermata.internal.wait.Turns;
import dev.fermata.net.Connection;
import dev.fermata.net.TlsConnection;
import dev.fermata.net.TlsOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A stream through TLS, upon another stream. */
final class TlsStream extends StreamBase implements TlsConnection {
  final Transport lower;
  final TlsOptions options;
  final Troubles troubles;
  final Incoming incoming;
  final Outgoing outgoing;
  private final LoopEngine loop;

  /** The connection below; null when that is another kind of stream. */
  private final Connection below;

  /** The engine; null until the handshake begins. */
  SSLEngine engine;

  /** Who wait for the handshake, one after the other. */
  final Turns greeters = new Turns();

  /** When the handshake has to be over, by the loop's clock; 0 when it has not begun. */
  long deadline;

  /** What another thread works out for the handshake; null for nothing. */
  Future<?> job;

  /** Wakes who waits for the job. */
  SignalFuture jobWait;

  private boolean established;

  /** Why the handshake has failed; null when it has not. */
  private IOException refusal;

  TlsStream(LoopEngine loop, Transport lower, Connection below, TlsOptions options)
      throws IOException {
    super(loop);
    lower.serve(loop);
    this.loop = loop;
    this.lower = lower;
    this.below = below;
    this.options = options;
    Buffers buffers = Buffers.of(loop);
    troubles = new Troubles(lower.peer(), options.host());
    incoming = new Incoming(lower, buffers, troubles, options.allowTruncation());
    outgoing = new Outgoing(lower, buffers, troubles);
  }

  @Override
  public String peer() {
    return lower.peer();
  }

  @Override
  public SocketAddress localAddress() {
    return below == null ? null : below.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() {
    return below == null ? null : below.remoteAddress();
  }

  // ---------------------------------------------------------------- the handshake

  LoopEngine loop() {
    return loop;
  }

  @Override
  public Coroutine<Void> handshake() {
    return new Handshake(this);
  }

  /** Begins to use an engine. */
  void begin(SSLEngine made) {
    engine = made;
    incoming.begin(made);
    outgoing.begin(made);
  }

  boolean isEstablished() {
    return established;
  }

  void establish() {
    established = true;
  }

  /** Throws why the handshake has failed, or that this is closed. */
  void checkGreetable() throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    if (!isOpen()) {
      throw closedTo("go on with ");
    }
  }

  /** The handshake has failed, which closes this. */
  void refuse(IOException why) {
    if (refusal == null) {
      refusal = why;
    }
    close();
  }

  @Override
  public SSLSession session() {
    if (!established) {
      throw new IllegalStateException(
          "the handshake with " + peer() + " is not over: await handshake() before");
    }
    return engine.getSession();
  }

  @Override
  public String applicationProtocol() {
    session();
    String chosen = engine.getApplicationProtocol();
    return chosen == null || chosen.isEmpty() ? null : chosen;
  }

  @Override
  public List<X509Certificate> peerCertificates() {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session().getPeerCertificates()) {
        if (certificate instanceof X509Certificate usual) {
          chain.add(usual);
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      return List.of();
    }
    return chain;
  }

  // ---------------------------------------------------------------- reading

  @Override
  public Coroutine<Integer> read(ByteBuffer into) {
    Coroutine<Integer> read = super.read(into);
    return established ? read : new AfterHandshake<>(this, read);
  }

  @Override
  public Coroutine<byte[]> read(int max) {
    Coroutine<byte[]> read = super.read(max);
    return established ? read : new AfterHandshake<>(this, read);
  }

  @Override
  public boolean isDrained() {
    return incoming.isDrained();
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    try {
      return incoming.read(into);
    } finally {
      answer();
    }
  }

  @Override
  protected byte[] tryRead(int max) throws IOException {
    try {
      return incoming.read(max);
    } finally {
      answer();
    }
  }

  /** Writes what the engine owes to the other side, unless a writer will do so. */
  private void answer() {
    if (!incoming.answerDue || broken() != null || !writers.tryTake()) {
      return;
    }
    incoming.answerDue = false;
    try {
      outgoing.tell();
    } catch (IOException e) {
      breakOutput("an answer to the other side could not be sent: " + e.getMessage());
    } finally {
      writers.pass();
    }
  }

  @Override
  public Future<?> inputReady() throws IOException {
    if (incoming.isInterrupted()) {
      SignalFuture turn = new SignalFuture(loop.origin);
      loop.add(turn.trigger);
      return turn;
    }
    return lower.inputReady();
  }

  // ---------------------------------------------------------------- writing

  @Override
  public Coroutine<Void> write(ByteBuffer... all) {
    Coroutine<Void> write = super.write(all);
    return established ? write : new AfterHandshake<>(this, write);
  }

  @Override
  public Coroutine<Void> shutdownOutput() {
    Coroutine<Void> shutdown = super.shutdownOutput();
    return established ? shutdown : new AfterHandshake<>(this, shutdown);
  }

  @Override
  public int tryWrite(ByteBuffer[] all, int first) throws IOException {
    if (!flush()) {
      return 0;
    }
    int count = outgoing.encipher(all, first);
    full = outgoing.isPending();
    return count;
  }

  @Override
  public boolean flush() throws IOException {
    boolean flushed = outgoing.flush();
    full = !flushed;
    return flushed;
  }

  @Override
  public Future<?> outputReady() throws IOException {
    return lower.outputReady();
  }

  @Override
  protected void endOutput() throws IOException {
    outgoing.sayFarewell();
  }

  // ---------------------------------------------------------------- the end

  @Override
  public void endWaits() {
    if (jobWait != null) {
      jobWait.fire();
    }
    lower.endWaits();
  }

  @Override
  protected void release() {
    // While another thread works with the engine, to ask it anything would mean to wait.
    boolean isSilent = engine == null || job != null || broken() != null;
    boolean isOver = isSilent;
    if (!isSilent) {
      try {
        if (!isOutputEnded()) {
          outgoing.sayFarewell();
        }
        isOver = outgoing.flush() || !loop.isRunning();
      } catch (IOException | RuntimeException e) {
        // There is nobody to tell.
        isOver = true;
      }
    }
    if (isOver) {
      lower.close();
    } else {
      new LastWords(this).begin();
    }
  }

  @Override
  protected void reset() {
    lower.abort();
  }

  @Override
  public String toString() {
    return "TlsConnection[" + peer() + (isOpen() ? "]" : ", closed]");
  }
}
