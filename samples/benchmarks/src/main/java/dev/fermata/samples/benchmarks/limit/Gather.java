package dev.fermata.samples.benchmarks.limit;

/** Counts children that are done; it stands in each child's list itself. */
final class Gather extends Promise {
  private final Job[] children;
  private int unfinished;

  Gather(Loop loop, Job[] children) {
    super(loop);
    this.children = children;
    this.unfinished = children.length;
  }

  @Override
  void run() {
    if (--unfinished == 0) {
      finish();
    }
  }

  private void finish() {
    Object[] values = new Object[children.length];
    for (int i = 0; i < values.length; i++) {
      if (children[i].error() != null) {
        fail(children[i].error());
        return;
      }
      values[i] = children[i].outcome();
    }
    succeed(values);
  }

  @Override
  boolean cancel() {
    boolean any = false;
    for (Job child : children) {
      any |= child.cancel();
    }
    return any;
  }
}
