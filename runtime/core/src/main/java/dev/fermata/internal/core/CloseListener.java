package dev.fermata.internal.core;

/** Hears when its loop is closed. */
public interface CloseListener {
  /** The loop is closed; called by the thread that closes it. */
  void loopClosed();
}
