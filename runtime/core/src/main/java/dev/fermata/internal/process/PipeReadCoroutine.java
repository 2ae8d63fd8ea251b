package dev.fermata.internal.process;

import dev.fermata.continuation.Context;
import dev.fermata.internal.core.StateMachineCoroutine;
import dev.fermata.internal.core.TaskContext;
import java.nio.ByteBuffer;

/** Reads what a process has written, as soon as there is anything. */
final class PipeReadCoroutine extends StateMachineCoroutine<Integer> {
  private static final int READY = 1;

  private final PipeSource source;
  private final ByteBuffer into;

  PipeReadCoroutine(PipeSource source, ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("nothing can be read into a read-only buffer");
    }
    this.source = source;
    this.into = into;
  }

  @Override
  protected String publicName() {
    return "read";
  }

  @Override
  protected Object run(int point, Context context) throws Throwable {
    if (point == START) {
      source.beginRead(TaskContext.of(context).engine);
    }
    try {
      if (point == READY) {
        context.result();
      }
      if (!into.hasRemaining()) {
        return 0;
      }
      int count = source.take(into);
      if (count != 0) {
        return count;
      }
      context.suspendOn(source.ready());
      return suspendAt(READY, context);
    } finally {
      if (!context.suspended) {
        source.endRead();
      }
    }
  }
}
