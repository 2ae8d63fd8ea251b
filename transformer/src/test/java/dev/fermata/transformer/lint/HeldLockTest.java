package dev.fermata.transformer.lint;

import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Locks of {@code java.util.concurrent} and awaits. */
class HeldLockTest {
  private static final String LOCKS =
      """
      static final java.util.concurrent.locks.Lock LOCK = new java.util.concurrent.locks.ReentrantLock();
      static final java.util.concurrent.locks.ReentrantReadWriteLock PAIR = new java.util.concurrent.locks.ReentrantReadWriteLock();
      static final java.util.concurrent.locks.StampedLock STAMPED = new java.util.concurrent.locks.StampedLock();
      static boolean ready;
      """;

  @Test
  void anAwaitInTheTryBehindALockIsWarnedOf() {
    Findings.of(
            LOCKS
                + """
                @Async static Coroutine<Object> run() {
                  LOCK.lock();
                  try {
                    // warning[FERMATA-106]: excludes no other task
                    await(later(1));
                  } finally {
                    LOCK.unlock();
                  }
                  return Coroutine.of(await(later(2)));
                }
                """)
        .check();
  }

  @Test
  void aLockThatIsReleasedBeforeTheAwaitIsFine() {
    Findings.of(
            LOCKS
                + """
                @Async static Coroutine<Object> run() throws InterruptedException {
                  for (int i = 0; i < 3; i++) {
                    LOCK.lockInterruptibly();
                    try {
                      if (ready) continue;
                      log("held");
                    } finally {
                      LOCK.unlock();
                    }
                    await(later(i));
                  }
                  if (LOCK.tryLock()) {
                    try {
                      log("taken");
                    } finally {
                      LOCK.unlock();
                    }
                  } else {
                    await(later(1));
                  }
                  long stamp = STAMPED.tryOptimisticRead();
                  return Coroutine.of(await(later(2)));
                }
                """)
        .check();
  }

  @Test
  void eachKindOfLockIsKnown() {
    Findings.of(
            LOCKS
                + """
                @Async static Coroutine<Object> run() {
                  PAIR.readLock().lock();
                  // warning[FERMATA-106]: java.util.concurrent
                  await(later(1));
                  PAIR.readLock().unlock();
                  PAIR.writeLock().lock();
                  // warning[FERMATA-106]: AsyncLock
                  await(later(2));
                  PAIR.writeLock().unlock();
                  long stamp = STAMPED.writeLock();
                  // warning[FERMATA-106]: held
                  await(later(3));
                  STAMPED.unlockWrite(stamp);
                  if (!LOCK.tryLock()) return Coroutine.of(await(later(4)));
                  // warning[FERMATA-106]: held
                  await(later(5));
                  LOCK.unlock();
                  return Coroutine.of(await(later(6)));
                }
                """)
        .check();
  }
}
