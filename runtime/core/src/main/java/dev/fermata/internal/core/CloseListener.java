package dev.fermata.internal.core;

/** Is notified when its loop is closed. */
public interface CloseListener {
  /** Called when the loop is closed, by the thread that closes it. */
  void loopClosed();
}
