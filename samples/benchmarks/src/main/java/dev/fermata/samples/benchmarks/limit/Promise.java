package dev.fermata.samples.benchmarks.limit;

import java.util.ArrayList;

/** A future: its outcome, and who waits for it. */
class Promise extends Callback {
  private static final int SUCCEEDED = 1;
  private static final int FAILED = 2;

  final Loop loop;
  private int state;
  private Object outcome;
  private Object waiters;

  Promise(Loop loop) {
    this.loop = loop;
  }

  @Override
  void run() {
    throw new IllegalStateException("not a callback");
  }

  final boolean isDone() {
    return state != 0;
  }

  final Object outcome() {
    return outcome;
  }

  final Throwable error() {
    return state == FAILED ? (Throwable) outcome : null;
  }

  /** The value of a finished future. */
  final Object value() throws Throwable {
    if (state == FAILED) {
      throw (Throwable) outcome;
    }
    return outcome;
  }

  final void succeed(Object value) {
    complete(SUCCEEDED, value);
  }

  final void fail(Throwable error) {
    complete(FAILED, error);
  }

  boolean cancel() {
    loop.checkThread();
    if (isDone()) {
      return false;
    }
    fail(new Cancellation());
    return true;
  }

  private void complete(int how, Object what) {
    loop.checkThread();
    if (state != 0) {
      throw new IllegalStateException("done already");
    }
    state = how;
    outcome = what;
    Object waiting = waiters;
    if (waiting != null) {
      waiters = null;
      if (waiting instanceof Callback one) {
        loop.add(one);
      } else {
        ((ArrayList<?>) waiting).forEach(each -> loop.add((Callback) each));
      }
    }
  }

  @SuppressWarnings("unchecked")
  final void addWaiter(Callback waiter) {
    if (isDone()) {
      loop.add(waiter);
    } else if (waiters == null) {
      waiters = waiter;
    } else if (waiters instanceof Callback first) {
      ArrayList<Callback> list = new ArrayList<>();
      list.add(first);
      list.add(waiter);
      waiters = list;
    } else {
      ((ArrayList<Callback>) waiters).add(waiter);
    }
  }
}
