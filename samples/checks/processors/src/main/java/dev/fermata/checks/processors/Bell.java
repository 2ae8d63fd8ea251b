package dev.fermata.checks.processors;

import dev.fermata.Coroutine;

/** A service. */
public interface Bell {
  /** Returns how often it rings. */
  Coroutine<Integer> ring();
}
