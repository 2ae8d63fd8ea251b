package dev.fermata.internal.core;

/** Is told when its loop is closed. */
public interface CloseListener {
  /** The loop is closed; called by the thread that closes it. */
  void loopClosed();
}
