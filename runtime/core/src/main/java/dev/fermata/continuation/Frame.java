package dev.fermata.continuation;

import dev.fermata.internal.code.AwaitTrace;
import dev.fermata.internal.code.DebugMap;

/**
 * A suspended activation of an asynchronous method: where it stopped, and what is alive there.
 *
 * <p>A frame is made when its method suspends. The stub also makes one, to hold the arguments of a
 * call that has not begun (state 0). A frame belongs to one task at a time, and only the thread
 * that runs that task touches it.
 *
 * <p>With compressed references this header takes 28 bytes, so a frame of two references takes 32.
 */
public abstract class Frame {
  /**
   * The method's number in its class in the upper 16 bits, the suspension point's number in the
   * lower 16.
   */
  public int state;

  /** The first saved reference: {@code this} in every frame of an instance method. */
  public Object r0;

  private final Dispatcher dispatcher;

  /** The activation that awaits this one; null for a task's outermost. */
  Frame caller;

  /** Makes an empty frame in state 0 of method 0. */
  protected Frame(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /**
   * Clears the saved references, so that objects that the resumed method no longer uses can be
   * collected.
   */
  public abstract void clear();

  /** Clears the link to the activation that awaits this one, after this one has ended. */
  protected final void detach() {
    caller = null;
  }

  /** The number of this frame's method in its class. */
  public final int method() {
    return state >>> 16;
  }

  /** The suspension point's number within the method; 0 means that the body has not begun. */
  public final int point() {
    return state & 0xFFFF;
  }

  /** The error of a resume method when {@link #point} is not one of its points. */
  public final IllegalStateException unknownState() {
    return new IllegalStateException(
        "a frame of method " + method() + " of " + dispatcher + " has no point " + point());
  }

  /** The dispatcher that resumes this frame. */
  public final Dispatcher dispatcher() {
    return dispatcher;
  }

  /** The activation that awaits this one; null for a task's outermost. */
  public final Frame caller() {
    return caller;
  }

  /**
   * Where this activation is suspended; null for an internal activation that users should not see.
   * Hand-written frames override it when they stand for something that has a name.
   */
  public StackTraceElement location() {
    return DebugMap.locate(dispatcher, method(), point());
  }

  /**
   * The object that tells, together with {@link #state}, where this activation is suspended. Traces
   * keep it in place of the frame. It is null for an internal activation, and a stack trace element
   * when {@link #location} is overridden.
   */
  protected Object place() {
    return dispatcher;
  }

  /** This activation and those that await it, for a trace. */
  final AwaitTrace.Path path(String task) {
    AwaitTrace.Path path = new AwaitTrace.Path(task);
    for (Frame frame = this; frame != null && !path.isFull(); frame = frame.caller) {
      path.add(frame.place(), frame.state);
    }
    return path;
  }

  /** Packs two 32-bit values into one saved 64-bit value. {@code (int) packed} is {@code low}. */
  public static long pack(int low, int high) {
    return (low & 0xFFFF_FFFFL) | ((long) high << 32);
  }

  /** The second of two values packed by {@link #pack}. */
  public static int high(long packed) {
    return (int) (packed >>> 32);
  }
}
