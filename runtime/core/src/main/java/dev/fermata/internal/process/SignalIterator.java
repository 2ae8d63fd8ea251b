package dev.fermata.internal.process;

import dev.fermata.AsyncIterator;
import dev.fermata.Coroutine;
import dev.fermata.internal.core.Callback;
import dev.fermata.internal.core.CloseListener;
import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.LoopLocal;
import dev.fermata.internal.core.SteppedCoroutine;
import dev.fermata.internal.threads.OsSignals;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The signals of some names, as they arrive. */
public final class SignalIterator implements AsyncIterator<String> {
  private static final LoopLocal<OpenOnes> OPEN = new LoopLocal<>(engine -> new OpenOnes());

  private final LoopEngine engine;
  private final Set<String> names;
  private final Consumer<String> listener = this::deliver;

  /** Those that have arrived and were not taken, in their order. */
  private final Set<String> arrived = new LinkedHashSet<>();

  private OutsideWait waiting;
  private String current;
  private boolean closed;

  private SignalIterator(LoopEngine engine, Set<String> names) {
    this.engine = engine;
    this.names = names;
  }

  /** Begins to take signals in the running loop. */
  public static SignalIterator open(String... names) {
    LoopEngine engine = LoopEngine.running();
    if (engine.isVirtual()) {
      throw new IllegalStateException(
          "a virtual loop gets no signals, for its clock would not wait for them: have the code"
              + " under test take an AsyncIterator, and give it an AsyncGenerator");
    }
    if (names.length == 0) {
      throw new IllegalArgumentException("no signal is named; give one, as \"TERM\"");
    }
    SignalIterator iterator = new SignalIterator(engine, new LinkedHashSet<>(List.of(names)));
    boolean opened = false;
    try {
      iterator.names.forEach(name -> OsSignals.add(name, iterator.listener));
      opened = true;
    } finally {
      if (!opened) {
        iterator.remove();
      }
    }
    OPEN.of(engine).all.add(iterator);
    return iterator;
  }

  /** Called in a thread of the JVM. */
  private void deliver(String name) {
    engine.addFromAnywhere(Callback.of(() -> take(name)));
  }

  private void take(String name) {
    if (!closed) {
      arrived.add(name);
      if (waiting != null) {
        waiting.fire();
      }
    }
  }

  private void remove() {
    names.forEach(name -> OsSignals.remove(name, listener));
  }

  private void end() {
    if (!closed) {
      closed = true;
      remove();
      if (waiting != null) {
        waiting.fire();
      }
    }
  }

  @Override
  public Coroutine<Boolean> advance() {
    return new Advance(this);
  }

  @Override
  public String current() {
    if (current == null) {
      throw new IllegalStateException("there is no signal here: advance has not given true");
    }
    return current;
  }

  @Override
  public Coroutine<Void> close() {
    engine.checkThread();
    current = null;
    end();
    OpenOnes open = OPEN.orNull(engine);
    if (open != null) {
      open.all.remove(this);
    }
    return Coroutine.done();
  }

  @Override
  public String toString() {
    return "Signals" + names;
  }

  /** What a task does that waits for the next one. */
  private String activity() {
    return (names.size() == 1 ? "waits for signal " : "waits for signals ")
        + String.join(", ", names);
  }

  /** Goes to the next signal. */
  private static final class Advance extends SteppedCoroutine<Boolean> {
    private static final int ARRIVED = 1;

    private final SignalIterator signals;
    private boolean begun;

    Advance(SignalIterator signals) {
      this.signals = signals;
    }

    @Override
    protected String publicName() {
      return "Signals";
    }

    @Override
    protected Object step(int point, Object value) {
      if (point == START) {
        if (LoopEngine.running() != signals.engine) {
          throw new IllegalStateException(signals + " belongs to another event loop");
        }
        if (signals.waiting != null) {
          throw new IllegalStateException("another task " + signals.activity());
        }
        begun = true;
        signals.current = null;
      }
      if (signals.closed) {
        return false;
      }
      if (!signals.arrived.isEmpty()) {
        signals.current = signals.arrived.iterator().next();
        signals.arrived.remove(signals.current);
        return true;
      }
      signals.waiting = new OutsideWait(signals.engine, "signal", signals.activity());
      return await(signals.waiting, ARRIVED);
    }

    @Override
    protected void ended() {
      if (begun) {
        signals.waiting = null;
      }
    }
  }

  /** The open ones of a loop, which end with it. */
  private static final class OpenOnes implements CloseListener {
    private final List<SignalIterator> all = new ArrayList<>();

    @Override
    public void loopClosed() {
      all.forEach(SignalIterator::end);
      all.clear();
    }
  }
}
