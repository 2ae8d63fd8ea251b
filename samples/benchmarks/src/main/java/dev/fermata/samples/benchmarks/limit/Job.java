package dev.fermata.samples.benchmarks.limit;

/** A task: keeps the innermost suspended method, and resumes that. */
final class Job extends Promise {
  Job previous;
  Job next;
  private Body body;
  private Frame innermost;
  private Promise awaiting;
  private Object variables;
  private boolean mustCancel;

  Job(Loop loop, Body body) {
    super(loop);
    this.body = body;
    this.variables = loop.variables;
  }

  @Override
  void run() {
    Promise source = awaiting;
    awaiting = null;
    Throwable error = source == null ? null : source.error();
    if (mustCancel) {
      mustCancel = false;
      error = new Cancellation();
    }
    Loop loop = this.loop;
    Job outer = loop.current;
    Object outerVariables = loop.variables;
    loop.current = this;
    loop.variables = variables;
    long result = 0;
    Throwable thrown = null;
    try {
      result = step(source, error);
    } catch (Throwable t) {
      loop.endSuspension();
      thrown = t;
    }
    variables = loop.variables;
    loop.variables = outerVariables;
    loop.current = outer;
    end(result, thrown);
  }

  private long step(Promise source, Throwable error) throws Throwable {
    Frame frame = innermost;
    if (frame != null) {
      innermost = null;
      return loop.resume(frame, source == null ? null : source.outcome(), error);
    }
    if (error != null) {
      throw error;
    }
    Body first = body;
    body = null;
    return first.start(loop);
  }

  private void end(long result, Throwable thrown) {
    if (thrown != null) {
      loop.remove(this);
      fail(thrown);
    } else if (loop.suspended) {
      suspend();
    } else {
      loop.remove(this);
      succeed(Integer.valueOf((int) result));
    }
  }

  private void suspend() {
    Promise what = loop.awaited;
    innermost = loop.innermost();
    loop.endSuspension();
    if (what == null) {
      loop.add(this);
    } else {
      awaiting = what;
      what.addWaiter(this);
      if (mustCancel && what.cancel()) {
        mustCancel = false;
      }
    }
  }

  @Override
  boolean cancel() {
    loop.checkThread();
    if (isDone()) {
      return false;
    }
    if (awaiting == null || !awaiting.cancel()) {
      mustCancel = true;
    }
    return true;
  }
}
