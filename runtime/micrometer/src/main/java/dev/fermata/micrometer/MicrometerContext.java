package dev.fermata.micrometer;

import dev.fermata.ContextElement;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * All thread locals that have an accessor in Micrometer's {@link ContextRegistry}, as one context
 * element: a log's MDC, traces, and what else libraries and programs have registered there.
 *
 * <p>It is found by {@link java.util.ServiceLoader}, so that this library on the class path is all
 * that a program needs. What is registered later than a task is created follows that task from its
 * next step on.
 */
public final class MicrometerContext implements ContextElement<MicrometerContext.State> {
  private final ContextSnapshotFactory snapshots;

  /** What a task has: its values while it waits, and the way back to the thread's while it runs. */
  static final class State {
    private final ContextSnapshot values;
    private final ContextSnapshot.Scope scope;

    private State(ContextSnapshot values, ContextSnapshot.Scope scope) {
      this.values = values;
      this.scope = scope;
    }
  }

  /** Makes an element for the registry of all libraries. */
  public MicrometerContext() {
    this(ContextRegistry.getInstance());
  }

  /**
   * Makes an element for a registry.
   *
   * @param registry knows the thread locals
   */
  public MicrometerContext(ContextRegistry registry) {
    snapshots =
        ContextSnapshotFactory.builder().contextRegistry(registry).clearMissing(true).build();
  }

  @Override
  public State capture() {
    return new State(snapshots.captureAll(), null);
  }

  @Override
  public State enter(State state) {
    return new State(null, state.values.setThreadLocals());
  }

  @Override
  public State leave(State previous) {
    try {
      return capture();
    } finally {
      previous.scope.close();
    }
  }
}
