package dev.fermata.continuation;

import dev.fermata.internal.code.AwaitTrace;
import dev.fermata.internal.code.Primitive;

/**
 * The state of running asynchronous code on one thread: handed down through every asynchronous call
 * as a parameter, so that no method has to look up its task.
 *
 * <p>Internal design. Suspension is a return: {@link #suspendOn} sets {@link #suspended}. Every
 * method on the way out sees the flag after its call, saves its live values in a {@link Frame},
 * {@linkplain #push pushes} it and returns a dummy. So the frames become a list from the innermost
 * outwards. Nothing is registered with the awaited object before the last frame is saved: the owner
 * of the context registers after {@link #resume} has returned. Resuming enters the innermost frame.
 * Values and errors travel to the callers in the loop of {@link #resume}, not by recursion, so they
 * cost the same at any depth.
 *
 * <p>A context may be shared by all tasks of a loop: between two steps it holds nothing.
 */
public abstract class Context {
  /** Set while a suspension unwinds the stack: generated code tests it after every await. */
  public boolean suspended;

  private Frame head;

  /** The outermost frame of the current suspension; null when that is {@link #head}. */
  private Frame tail;

  private Object awaited;

  private Object result;

  /** The bits of the value that was returned as one of the {@link Primitive} kinds. */
  long primitive;

  private Throwable failure;

  /** For the task layer. */
  protected Context() {}

  /**
   * Awaits an object that is no {@link Awaited}: a user's {@code Awaitable}, a {@code
   * CompletionStage}.
   *
   * @see Awaited#await(Object, Context)
   */
  protected abstract Object awaitOther(Object awaitable) throws Throwable;

  /** Returns the name of the running task; null when none runs. */
  protected abstract String runningTask();

  /**
   * Whether a suspension that waits only for the task's next turn may go on at once, because the
   * turn has come. If so, this begins the turn.
   */
  protected abstract boolean takesNextTurn();

  // ---------------------------------------------------------------- suspending

  /**
   * Begins a suspension that waits for {@code what}.
   *
   * @return null, for the caller to return at once
   */
  public final Object suspendOn(Object what) {
    awaited = what;
    suspended = true;
    return null;
  }

  /**
   * Begins a suspension that waits only for the task's next turn. {@link #awaited()} then returns
   * null.
   *
   * @return null, for the caller to return at once
   */
  public final Object suspendForTurn() {
    suspended = true;
    return null;
  }

  /** Adds the frame of the next outer activation to the current suspension. */
  public final void push(Frame frame) {
    if (head == null) {
      head = frame;
    } else {
      outermost().caller = frame;
      tail = frame;
    }
  }

  private Frame outermost() {
    return tail == null ? head : tail;
  }

  /**
   * Abandons the current suspension because saving a frame failed with {@code error} (no memory, no
   * stack). Nothing has been registered yet, so the error simply goes on outwards.
   *
   * @return {@code error}, for the caller to throw
   */
  public final Throwable abandon(Throwable error) {
    endSuspension();
    return error;
  }

  /** What the suspension waits for; null for the task's next turn. */
  protected final Object awaited() {
    return awaited;
  }

  /**
   * The innermost frame of the suspension; null when the task's coroutine is a leaf without a
   * frame.
   */
  protected final Frame innermost() {
    return head;
  }

  /** Notes that the suspension is complete and that the task has taken over its frames. */
  protected final void endSuspension() {
    suspended = false;
    head = null;
    tail = null;
    awaited = null;
  }

  // ---------------------------------------------------------------- running

  /** Calls a frame in state 0 as part of the running activation, as awaiting a coroutine does. */
  public final Object enter(Frame frame) throws Throwable {
    // Does not call begin(): in a recursion the JIT inlines one level less for each method in
    // between.
    Object value = frame.dispatcher().resume(frame, this);
    return suspended ? null : boxed(value);
  }

  /** Calls a frame in state 0. Returns its value, for {@link #boxed}. */
  public final Object begin(Frame frame) throws Throwable {
    return frame.dispatcher().resume(frame, this);
  }

  /**
   * Continues a suspended chain of frames, with the outcome that it waited for, as far as it goes.
   *
   * @param innermost the frame to enter; null when the suspension had none
   * @param value the awaited value, when {@code error} is null
   * @param error the awaited error, thrown at the suspension point; or null
   * @return the outermost activation's value, for {@link #boxed}; meaningless when {@link
   *     #suspended} is set on return
   * @throws Throwable the error that leaves the outermost activation
   */
  protected final Object resume(Frame innermost, Object value, Throwable error) throws Throwable {
    if (innermost == null) {
      if (error != null) {
        throw error;
      }
      return value;
    }
    if (error != null) {
      trace(error, innermost);
    }
    deliver(value, error);
    Frame frame = innermost;
    while (true) {
      Frame caller = frame.caller;
      Object outcome;
      try {
        outcome = frame.dispatcher().resume(frame, this);
      } catch (Throwable t) {
        return resumeFailed(caller, t, error);
      }
      if (suspended) {
        linkTo(caller);
        Frame next = head;
        if (awaited != null || next == null || !takesNextTurn()) {
          return null;
        }
        endSuspension();
        deliver(null, null);
        frame = next;
        continue;
      }
      if (caller == null) {
        return outcome;
      }
      deliver(outcome);
      frame = caller;
    }
  }

  /**
   * Continues the callers of an activation that has thrown {@code error}.
   *
   * @param delivered the error that the activation has awaited; may be null
   */
  private Object resumeFailed(Frame next, Throwable error, Throwable delivered) throws Throwable {
    Frame frame = next;
    Object outcome = null;
    Throwable thrown = cutShort(error, next, delivered);
    Throwable traced = thrown;
    while (frame != null) {
      Frame caller = frame.caller;
      deliver(outcome, thrown);
      thrown = null;
      try {
        outcome = frame.dispatcher().resume(frame, this);
      } catch (Throwable t) {
        thrown = cutShort(t, caller, traced);
        traced = t;
      }
      if (suspended) {
        linkTo(caller);
        return null;
      }
      frame = caller;
    }
    if (thrown != null) {
      throw thrown;
    }
    return outcome;
  }

  /**
   * Called when an activation has ended with an error. Records in the error the activations that
   * await it.
   *
   * @param traced the error in which they have been recorded already
   */
  private Throwable cutShort(Throwable error, Frame caller, Throwable traced) {
    // A suspension that an error has interrupted, for example for lack of stack, has not begun.
    abandon(error);
    if (caller != null && error != traced) {
      trace(error, caller);
    }
    return error;
  }

  /** Records that {@code awaiting}, and the activations that await it, have awaited a failure. */
  private void trace(Throwable error, Frame awaiting) {
    if (AwaitTrace.isWanted(error)) {
      AwaitTrace.add(error, awaiting.path(runningTask()));
    }
  }

  /**
   * Records that the running activations have awaited a failure that was known at once, so that
   * none of them has been suspended.
   *
   * @return {@code error}, for the caller to throw
   */
  public final Throwable traced(Throwable error) {
    if (AwaitTrace.isWanted(error)) {
      AwaitTrace.addRunning(error, runningTask());
    }
    return error;
  }

  /** Links the suspended activations to {@code caller}, which awaits them. */
  private void linkTo(Frame caller) {
    Frame last = outermost();
    if (last.caller != caller) {
      last.caller = caller;
    }
  }

  /**
   * Stores an outcome for the resumed frame. The stores of null are separate, because the JIT omits
   * the collector's barrier when it knows that null is stored.
   */
  private void deliver(Object value, Throwable error) {
    deliver(value);
    if (error == null) {
      failure = null;
    } else {
      failure = error;
    }
  }

  private void deliver(Object value) {
    if (value == null) {
      result = null;
    } else {
      result = value;
    }
  }

  // ---------------------------------------------------------------- outcomes, for generated code

  /** Takes the reference that the resumed activation waited for, or throws the error. */
  public final Object result() throws Throwable {
    Object value = takeResult();
    // Does not call boxed(), which boxes what tasks return. With code of its own, the JIT sees that
    // the values of futures, and of methods that return references, are never boxed here.
    return value instanceof Primitive kind ? kind.box(primitive) : value;
  }

  private Object takeResult() throws Throwable {
    Object value = result;
    result = null;
    if (failure != null) {
      throw takeFailure();
    }
    return value;
  }

  private Throwable takeFailure() {
    Throwable error = failure;
    failure = null;
    return error;
  }

  /** The value that an activation returned, as an object. A primitive value is in the context. */
  public final Object boxed(Object value) {
    return value instanceof Primitive kind ? kind.box(primitive) : value;
  }

  /** Takes the {@code boolean} that the resumed activation waited for, or throws the error. */
  public final boolean booleanResult() throws Throwable {
    return Returned.booleanValue(takeResult(), this);
  }

  /** Takes the {@code byte} that the resumed activation waited for, or throws the error. */
  public final byte byteResult() throws Throwable {
    return Returned.byteValue(takeResult(), this);
  }

  /** Takes the {@code char} that the resumed activation waited for, or throws the error. */
  public final char charResult() throws Throwable {
    return Returned.charValue(takeResult(), this);
  }

  /** Takes the {@code short} that the resumed activation waited for, or throws the error. */
  public final short shortResult() throws Throwable {
    return Returned.shortValue(takeResult(), this);
  }

  /** Takes the {@code int} that the resumed activation waited for, or throws the error. */
  public final int intResult() throws Throwable {
    return Returned.intValue(takeResult(), this);
  }

  /** Takes the {@code long} that the resumed activation waited for, or throws the error. */
  public final long longResult() throws Throwable {
    return Returned.longValue(takeResult(), this);
  }

  /** Takes the {@code float} that the resumed activation waited for, or throws the error. */
  public final float floatResult() throws Throwable {
    return Returned.floatValue(takeResult(), this);
  }

  /** Takes the {@code double} that the resumed activation waited for, or throws the error. */
  public final double doubleResult() throws Throwable {
    return Returned.doubleValue(takeResult(), this);
  }

  /** Returns a {@code boolean} from resume code without boxing it. */
  public final Object returned(boolean value) {
    primitive = value ? 1 : 0;
    return Primitive.BOOLEAN;
  }

  /** Returns a {@code byte} from resume code without boxing it. */
  public final Object returned(byte value) {
    primitive = value;
    return Primitive.BYTE;
  }

  /** Returns a {@code char} from resume code without boxing it. */
  public final Object returned(char value) {
    primitive = value;
    return Primitive.CHAR;
  }

  /** Returns a {@code short} from resume code without boxing it. */
  public final Object returned(short value) {
    primitive = value;
    return Primitive.SHORT;
  }

  /** Returns a {@code int} from resume code without boxing it. */
  public final Object returned(int value) {
    primitive = value;
    return Primitive.INT;
  }

  /** Returns a {@code long} from resume code without boxing it. */
  public final Object returned(long value) {
    primitive = value;
    return Primitive.LONG;
  }

  /** Returns a {@code float} from resume code without boxing it. */
  public final Object returned(float value) {
    primitive = Float.floatToRawIntBits(value);
    return Primitive.FLOAT;
  }

  /** Returns a {@code double} from resume code without boxing it. */
  public final Object returned(double value) {
    primitive = Double.doubleToRawLongBits(value);
    return Primitive.DOUBLE;
  }
}
