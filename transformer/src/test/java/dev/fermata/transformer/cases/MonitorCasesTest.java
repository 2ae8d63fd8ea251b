package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Rows E01 to E08: awaits inside, before, between and after synchronized blocks. */
class MonitorCasesTest {
  @Test
  void e01_awaitInsideASynchronizedBlockIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              synchronized (Target.class) {
                // error[FERMATA-003]: synchronized block
                await(later(1));
              }
              return Coroutine.of(1);
            }
            @Async Coroutine<String> nested(Object lock) throws Exception {
              for (int i = 0; i < 3; i++) {
                synchronized (this) {
                  if (i == 1) continue;
                  synchronized (lock) {
                    log("both");
                  }
                  try {
                    // error[FERMATA-003]: AsyncLock
                    await(later(i));
                  } finally {
                    log("x");
                  }
                }
                await(later(i));
              }
              return Coroutine.of("n");
            }
            """)
        .check();
  }

  @Test
  void e01_awaitInAFinallyOrCatchUnderAMonitorIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              synchronized (Target.class) {
                try {
                  log("x");
                } catch (IllegalStateException e) {
                  // error[FERMATA-003]: monitor
                  await(later(1));
                } finally {
                  // error[FERMATA-003]: monitor
                  await(later(2));
                }
              }
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e02_synchronizedAsyncMethodsAreRefused() {
    Findings.of(
            """
            @Async static synchronized Coroutine<Object> run() {
              // error[FERMATA-004]: synchronized
              await(later(1)); return Coroutine.of(1);
            }
            @Async synchronized Coroutine<Object> instance() {
              // error[FERMATA-004]: AsyncLock
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e03_synchronizedBlocksBeforeBetweenAndAfterAwaits() {
    Case.of(
            """
            final Object lock = new Object();
            int n;
            synchronized int locked(int i) { n += i; return n; }
            @Async Coroutine<Object> body() {
              synchronized (lock) { n++; }
              await(later(1));
              synchronized (this) {
                synchronized (lock) { n += 10; }
                n += 100;
              }
              await(later(2));
              Supplier<Integer> f = () -> { synchronized (lock) { return n + (Thread.holdsLock(lock) ? 5 : 0); } };
              int m = locked(await(later(1000))) + f.get();
              synchronized (lock) { return Coroutine.of(m + " " + n); }
            }
            @Async static Coroutine<Object> run() {
              Target t = new Target();
              Object r = await(t.body());
              return Coroutine.of(r + " " + Thread.holdsLock(t.lock) + Thread.holdsLock(t));
            }
            """)
        .prints("= 2227 1111 falsefalse");
  }

  @Test
  void e04_synchronizedInALoopOrTryWhoseOtherPartAwaits() {
    Case.of(
            """
            static final Object LOCK = new Object();
            static void mayThrow(int i) { if (i == 1) throw new IllegalStateException("held " + Thread.holdsLock(LOCK)); }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int i = 0; i < 4; i++) {
                try {
                  synchronized (LOCK) {
                    if (i == 2) continue;
                    mayThrow(i);
                    if (i == 3) break;
                  }
                  r += await(later("a"));
                } catch (IllegalStateException e) {
                  r += await(later(e.getMessage()));
                } finally {
                  r += await(later(i)) + (Thread.holdsLock(LOCK) ? "held" : "");
                }
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= a0held true123");
  }

  @Test
  void e05_nestedAndRepeatedEnterOfOneObject() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              Object lock = await(later(new Object()));
              String r = "";
              synchronized (lock) {
                synchronized (lock) {
                  synchronized (lock) { r += Thread.holdsLock(lock); }
                }
                r += Thread.holdsLock(lock);
              }
              r += Thread.holdsLock(lock) + await(later(" "));
              try {
                synchronized (lock) {
                  synchronized (lock) { throw new RuntimeException(); }
                }
              } catch (RuntimeException e) {
                await(later(e));
                r += Thread.holdsLock(lock);
              }
              return Coroutine.of(r);
            }
            """)
        .prints("= truetruefalse false");
  }

  @Test
  void e05_awaitBetweenTheInnerAndTheOuterExitIsRefused() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() {
              Object lock = new Object();
              synchronized (lock) {
                synchronized (lock) { log("x"); }
                // error[FERMATA-003]: monitor
                await(later(1));
              }
              await(later(2));
              return Coroutine.of(1);
            }
            """)
        .check();
  }

  @Test
  void e07_reentrantLockStaysHeldOverAnAwait() {
    Case.of(
            """
            @Async static Coroutine<Object> run() {
              java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
              lock.lock();
              try {
                await(later(1));
                log(lock.isHeldByCurrentThread());
              } finally {
                lock.unlock();
              }
              return Coroutine.of(lock.isLocked());
            }
            """)
        .prints("true", "= false");
  }

  @Test
  void e08_blockingCallsInAnAsyncMethodAreWarnedOf() {
    Findings.of(
            """
            @Async static Coroutine<Object> run() throws Exception {
              // warning[FERMATA-103]: Thread.sleep blocks
              Thread.sleep(1);
              java.util.concurrent.CompletableFuture<String> f = new java.util.concurrent.CompletableFuture<>();
              await(later(1));
              // warning[FERMATA-103]: toThread
              f.get();
              // warning[FERMATA-103]: blocks the thread
              f.join();
              Callable<String> elsewhere = () -> f.get();
              return Coroutine.of(elsewhere);
            }
            static void plain() throws Exception { Thread.sleep(1); }
            """)
        .check();
  }
}
