package dev.fermata.samples.benchmarks.limit;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The event loop, and what methods under way hand to each other. */
final class Loop {
  Job current;
  Object variables;

  boolean suspended;
  Promise awaited;
  private Frame head;
  private Frame tail;

  private Object value;
  private long primitive;
  private Throwable failure;

  private Object[] ring = new Object[1024];
  private int first;
  private int end;
  private Job firstJob;
  private Job lastJob;
  private final Timers timers = new Timers();
  private final ConcurrentLinkedQueue<Callback> inbox = new ConcurrentLinkedQueue<>();
  private volatile boolean sleeping;
  private volatile Thread owner;

  // ---------------------------------------------------------------- queue

  void checkThread() {
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException("wrong thread");
    }
  }

  void add(Callback callback) {
    if (end - first == ring.length) {
      grow();
    }
    ring[end++ & (ring.length - 1)] = callback;
  }

  private void grow() {
    Object[] larger = new Object[ring.length * 2];
    for (int i = 0; i < ring.length; i++) {
      larger[i] = ring[(first + i) & (ring.length - 1)];
    }
    first = 0;
    end = ring.length;
    ring = larger;
  }

  void addFromOutside(Callback callback) {
    inbox.add(callback);
    if (sleeping) {
      LockSupport.unpark(owner);
    }
  }

  Timer setTimer(long nanos, Callback callback) {
    checkThread();
    return timers.add(System.nanoTime() + nanos, callback);
  }

  void cancel(Timer timer) {
    timers.cancel(timer);
  }

  // ---------------------------------------------------------------- tasks

  Job spawn(Body body) {
    checkThread();
    Job job = new Job(this, body);
    if (firstJob == null) {
      firstJob = job;
    } else {
      lastJob.next = job;
      job.previous = lastJob;
    }
    lastJob = job;
    add(job);
    return job;
  }

  void remove(Job job) {
    if (job.previous == null) {
      firstJob = job.next;
    } else {
      job.previous.next = job.next;
    }
    if (job.next == null) {
      lastJob = job.previous;
    } else {
      job.next.previous = job.previous;
    }
    job.previous = null;
    job.next = null;
  }

  // ---------------------------------------------------------------- running

  long run(Body body) {
    owner = Thread.currentThread();
    Job job = spawn(body);
    while (!job.isDone()) {
      pass();
    }
    owner = null;
    if (job.error() != null) {
      throw new IllegalStateException(job.error());
    }
    return (Integer) job.outcome();
  }

  private void pass() {
    if (end == first && inbox.isEmpty()) {
      sleep();
    }
    for (Callback message = inbox.poll(); message != null; message = inbox.poll()) {
      add(message);
    }
    if (!timers.isEmpty()) {
      timers.takeDue(System.nanoTime(), this);
    }
    for (int count = end - first; count > 0; count--) {
      int index = first++ & (ring.length - 1);
      Callback callback = (Callback) ring[index];
      ring[index] = null;
      callback.run();
    }
  }

  private void sleep() {
    sleeping = true;
    if (inbox.isEmpty()) {
      if (timers.isEmpty()) {
        LockSupport.park();
      } else {
        LockSupport.parkNanos(timers.firstDeadline() - System.nanoTime());
      }
    }
    sleeping = false;
  }

  /** Resumes a method and, as each ends, the one that awaits it; a loop, not a recursion. */
  long resume(Frame innermost, Object outcome, Throwable error) throws Throwable {
    value = outcome;
    failure = error;
    Frame frame = innermost;
    while (true) {
      Frame caller = frame.caller;
      Throwable thrown = null;
      try {
        primitive = frame.resume(this);
      } catch (Throwable t) {
        endSuspension();
        thrown = t;
      }
      if (suspended) {
        tail.caller = caller;
        return 0;
      }
      if (caller == null) {
        if (thrown != null) {
          throw thrown;
        }
        return primitive;
      }
      failure = thrown;
      frame = caller;
    }
  }

  // ---------------------------------------------------------------- suspending

  /** Has the running task wait for a future, or with null for its next turn. */
  void suspendOn(Promise what) {
    awaited = what;
    suspended = true;
  }

  void push(Frame frame) {
    if (head == null) {
      head = frame;
    } else {
      tail.caller = frame;
    }
    tail = frame;
  }

  Frame innermost() {
    return head;
  }

  void endSuspension() {
    suspended = false;
    awaited = null;
    head = null;
    tail = null;
  }

  /** What the awaited future gave. */
  Object value() throws Throwable {
    checkFailure();
    Object taken = value;
    value = null;
    return taken;
  }

  /** What the awaited method returned. */
  long result() throws Throwable {
    checkFailure();
    return primitive;
  }

  private void checkFailure() throws Throwable {
    if (failure != null) {
      Throwable error = failure;
      failure = null;
      throw error;
    }
  }
}
