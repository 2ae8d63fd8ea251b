package dev.fermata.internal.core;

import dev.fermata.ContextElement;

/** The states of all context elements that one task, callback or job has. */
public final class CapturedContext {
  /** Stands for the former state of an element that has failed. */
  private static final Object NOT_ENTERED = new Object();

  /** Receives what elements throw. */
  interface Failed {
    void report(String message, Throwable error);
  }

  private final Failed failed;

  private final ContextElement<Object>[] elements;

  /** What each element puts on the thread. */
  private final Object[] states;

  /** While the code runs: what each element found on the thread. */
  private final Object[] found;

  /** Takes the states from the calling thread. */
  CapturedContext(Failed failed, ContextElement<Object>[] elements) {
    this.failed = failed;
    this.elements = elements;
    this.states = new Object[elements.length];
    this.found = new Object[elements.length];
    for (int i = 0; i < elements.length; i++) {
      try {
        states[i] = elements[i].capture();
      } catch (Throwable error) {
        failed(elements[i], "capture", error);
      }
    }
  }

  /** Puts the states on the thread. */
  public void enter() {
    for (int i = 0; i < elements.length; i++) {
      try {
        found[i] = elements[i].enter(states[i]);
      } catch (Throwable error) {
        found[i] = NOT_ENTERED;
        failed(elements[i], "enter", error);
      }
    }
  }

  /** Takes the states off the thread as the code left them. */
  public void leave() {
    for (int i = elements.length - 1; i >= 0; i--) {
      Object before = found[i];
      found[i] = null;
      if (before != NOT_ENTERED) {
        try {
          states[i] = elements[i].leave(before);
        } catch (Throwable error) {
          failed(elements[i], "leave", error);
        }
      }
    }
  }

  private void failed(ContextElement<?> element, String method, Throwable error) {
    String name = element.getClass().getName();
    failed.report("Exception in " + method + " of the context element " + name, error);
  }
}
