package dev.fermata;

import dev.fermata.net.ByteSink;
import dev.fermata.net.ByteSource;
import dev.fermata.net.ByteStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;

/** Objects as users may make them, of which one method throws. */
final class Hostile {
  private Hostile() {}

  /** What they throw. */
  static final class Hostility extends RuntimeException {
    private static final long serialVersionUID = 1;

    Hostility(String method) {
      super(method);
    }
  }

  /** Throws on behalf of {@code method} when that is the one that fails. */
  private static void failIn(String method, String failing) {
    if (method.equals(failing)) {
      throw new Hostility(method);
    }
  }

  /** What a loop waits by. */
  static final class Polling implements Poller {
    private final String failing;
    private final Semaphore woken = new Semaphore(0);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private int polls;

    Polling(String failing) {
      this.failing = failing;
    }

    /** Waits until the loop waits. */
    String awaitWait() throws InterruptedException {
      waiting.await();
      return "the loop waits";
    }

    @Override
    public void poll(long nanos) {
      if (++polls == 2) {
        failIn("poll", failing);
      }
      if (nanos > 0) {
        waiting.countDown();
      }
      try {
        // One that fails to poll must poll twice.
        long longest = failing.equals("poll") ? 1_000_000 : Long.MAX_VALUE;
        woken.tryAcquire(Math.min(nanos, longest), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void wakeUp() {
      woken.release();
      failIn("wakeUp", failing);
    }
  }

  /** A thread of somebody else for one turn. */
  static final class Host implements LoopHost {
    private final String failing;

    Host(String failing) {
      this.failing = failing;
    }

    @Override
    public void execute(Runnable turn) {
      failIn("execute", failing);
      new Thread(turn).start();
    }

    @Override
    public void schedule(Runnable alarm, long nanos) {
      failIn("schedule", failing);
    }
  }

  /** A channel that does not block. */
  static final class Channel extends SelectableChannel {
    private final String failing;

    Channel(String failing) {
      this.failing = failing;
    }

    @Override
    public SelectorProvider provider() {
      return SelectorProvider.provider();
    }

    @Override
    public int validOps() {
      failIn("validOps", failing);
      return SelectionKey.OP_READ;
    }

    @Override
    public boolean isRegistered() {
      return false;
    }

    @Override
    public SelectionKey keyFor(Selector selector) {
      failIn("keyFor", failing);
      return null;
    }

    @Override
    public SelectionKey register(Selector selector, int operations, Object attachment) {
      failIn("register", failing);
      return null;
    }

    @Override
    public SelectableChannel configureBlocking(boolean block) {
      return this;
    }

    @Override
    public boolean isBlocking() {
      failIn("isBlocking", failing);
      return false;
    }

    @Override
    public Object blockingLock() {
      return this;
    }

    @Override
    protected void implCloseChannel() {}
  }

  /** A source and sink. */
  static final class Stream implements ByteSource, ByteSink {
    private final boolean ownsArrays;

    /** Makes one of which either way of reading fails. */
    Stream(boolean ownsArrays) {
      this.ownsArrays = ownsArrays;
    }

    @Override
    public Coroutine<Integer> read(ByteBuffer into) {
      throw new Hostility("read");
    }

    @Override
    public Coroutine<byte[]> read(int max) throws IOException {
      if (ownsArrays) {
        throw new Hostility("read");
      }
      return ByteSource.super.read(max);
    }

    @Override
    public Coroutine<Void> write(ByteBuffer... all) {
      throw new Hostility("write");
    }

    @Override
    public void close() {}
  }

  /** A stream that carries TLS. What is read from it is none. */
  static final class Below implements ByteStream {
    private final String failing;

    Below(String failing) {
      this.failing = failing;
    }

    @Override
    public Coroutine<Integer> read(ByteBuffer into) {
      failIn("read", failing);
      if (failing.equals("abort")) {
        return Script.of(s -> s.await(Fermata.sleep(Duration.ofSeconds(9))), s -> -1);
      }
      into.put(new byte[10]);
      return Coroutine.of(10);
    }

    @Override
    public Coroutine<Void> write(ByteBuffer... all) {
      failIn("write", failing);
      return Coroutine.done();
    }

    @Override
    public Coroutine<Void> shutdownOutput() {
      return Coroutine.done();
    }

    @Override
    public Coroutine<Void> closeAndWait(Duration limit) {
      return Coroutine.done();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {
      failIn("close", failing);
    }

    @Override
    public void abort() {
      failIn("abort", failing);
    }
  }

  /** Says whom to trust. */
  static final class Trust implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      throw new Hostility("checkClientTrusted");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new Hostility("checkServerTrusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** A socket's option. */
  static final class Option implements SocketOption<String> {
    @Override
    public String name() {
      return "hostile";
    }

    @Override
    public Class<String> type() {
      return String.class;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      throw new Hostility("hashCode");
    }
  }

  /** An address without a text. */
  static final class Address extends SocketAddress {
    private static final long serialVersionUID = 1;

    @Override
    public String toString() {
      throw new Hostility("toString");
    }
  }

  /** A charset without letters. */
  static final class Letters extends Charset {
    Letters() {
      super("hostile", new String[0]);
    }

    @Override
    public boolean contains(Charset other) {
      return false;
    }

    @Override
    public CharsetDecoder newDecoder() {
      throw new Hostility("newDecoder");
    }

    @Override
    public CharsetEncoder newEncoder() {
      throw new Hostility("newEncoder");
    }
  }

  /** A context element. */
  static final class Element implements ContextElement<Object> {
    private final String failing;

    Element(String failing) {
      this.failing = failing;
    }

    @Override
    public Object capture() {
      failIn("capture", failing);
      return null;
    }

    @Override
    public Object enter(Object state) {
      failIn("enter", failing);
      return null;
    }

    @Override
    public Object leave(Object previous) {
      failIn("leave", failing);
      return null;
    }
  }

  /**
   * A callback, which may fail in {@code run}, {@code accept}, {@code toString} or {@code equals}.
   */
  static final class Callback implements Runnable, Consumer<Object> {
    private final String failing;
    private final RuntimeException error;

    Callback(String failing) {
      this(failing, null);
    }

    /** One that throws {@code error} when it is run. */
    Callback(String failing, RuntimeException error) {
      this.failing = failing;
      this.error = error;
    }

    @Override
    public void run() {
      failIn("run", failing);
      if (error != null) {
        throw error;
      }
    }

    @Override
    public void accept(Object value) {
      failIn("accept", failing);
    }

    @Override
    public String toString() {
      failIn("toString", failing);
      return "callback";
    }

    @Override
    public boolean equals(Object other) {
      failIn("equals", failing);
      return this == other;
    }

    @Override
    public int hashCode() {
      failIn("hashCode", failing);
      return 1;
    }
  }

  /** An error, as a stage may have it. */
  static final class Failure extends CompletionException {
    private static final long serialVersionUID = 1;

    private final String failing;

    Failure(String failing) {
      this.failing = failing;
    }

    @Override
    public String getMessage() {
      failIn("getMessage", failing);
      return "failure";
    }

    @Override
    public synchronized Throwable getCause() {
      failIn("getCause", failing);
      return null;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      failIn("getStackTrace", failing);
      return super.getStackTrace();
    }

    @Override
    public void setStackTrace(StackTraceElement[] trace) {
      failIn("setStackTrace", failing);
      super.setStackTrace(trace);
    }
  }

  /** An error that has no text. */
  static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new Hostility("getMessage");
    }
  }

  /** A cancellation as a stage may have it. */
  static final class Cancelled extends CancellationException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new Hostility("getMessage");
    }
  }

  /** A cancellation of a user's own. */
  static final class Cancellation extends CancelledError {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new Hostility("getMessage");
    }
  }

  /** A stage that is complete when {@code future} is. */
  @SuppressWarnings("unchecked")
  static CompletionStage<Object> stage(CompletableFuture<Object> future, String failing) {
    return (CompletionStage<Object>)
        Proxy.newProxyInstance(
            Hostile.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (proxy, method, arguments) -> {
              failIn(method.getName(), failing);
              try {
                return method.invoke(future, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** A future. */
  static final class Completable extends CompletableFuture<Object> {
    private final String failing;

    Completable(String failing) {
      this.failing = failing;
    }

    @Override
    public boolean isDone() {
      failIn("isDone", failing);
      return super.isDone();
    }

    @Override
    public Object join() {
      failIn("join", failing);
      return super.join();
    }

    @Override
    public CompletableFuture<Object> toCompletableFuture() {
      failIn("toCompletableFuture", failing);
      return super.toCompletableFuture();
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      failIn("cancel", failing);
      return super.cancel(mayInterruptIfRunning);
    }
  }

  /** An order of whatever. */
  static Comparator<Object> order() {
    return Comparator.comparing(
        item -> {
          throw new Hostility("compare " + item);
        });
  }

  /** A list, which fails in whatever is called. */
  static <T> List<T> list() {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        throw new Hostility("get");
      }

      @Override
      public int size() {
        throw new Hostility("size");
      }
    };
  }

  /** A map, which fails in whatever is called. */
  static Map<String, Object> map() {
    return new AbstractMap<>() {
      @Override
      public Set<Map.Entry<String, Object>> entrySet() {
        throw new Hostility("entrySet");
      }
    };
  }

  /** An executor, which runs jobs at once. */
  static final class Executor extends AbstractExecutorService {
    private final String failing;

    Executor(String failing) {
      this.failing = failing;
    }

    @Override
    public void execute(Runnable job) {
      failIn("execute", failing);
      job.run();
    }

    @Override
    public void shutdown() {
      failIn("shutdown", failing);
    }

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      failIn("awaitTermination", failing);
      return true;
    }
  }

  /** A thread, whose method fails in the thread itself or, of {@code interrupt}, in any. */
  static final class Worker extends Thread {
    private final String failing;

    Worker(Runnable work, String failing) {
      super(work);
      this.failing = failing;
    }

    /** One that lets the JVM end. */
    static Worker daemon(Runnable work, String failing) {
      Worker worker = new Worker(work, failing);
      worker.setDaemon(true);
      return worker;
    }

    @Override
    public boolean isInterrupted() {
      failIn("isInterrupted", failing);
      return super.isInterrupted();
    }

    @Override
    public void interrupt() {
      failIn("interrupt", failing);
      super.interrupt();
    }

    /** What {@link #interrupt} does where it does not fail. */
    void interruptIndeed() {
      super.interrupt();
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      failIn("getStackTrace", failing);
      return super.getStackTrace();
    }
  }

  /** A class loader. */
  static final class Loader extends ClassLoader {
    private final String failing;

    Loader(String failing) {
      super(Hostile.class.getClassLoader());
      this.failing = failing;
    }

    /** A class of this loader. */
    Class<?> define(byte[] classFile) {
      return defineClass(null, classFile, 0, classFile.length);
    }

    @Override
    public URL getResource(String name) {
      failIn("getResource", failing);
      return super.getResource(name);
    }

    @Override
    public int hashCode() {
      failIn("hashCode", failing);
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
