package dev.fermata.internal.core;

import dev.fermata.Poller;
import java.io.IOException;

/** A poller that another thread than the loop's can wait by, where that thread has a host. */
public interface DetachedPoller extends Poller {
  /**
   * Waits until something is ready, and hands out nothing: a poll does that, in the loop's thread.
   * A poll meanwhile ends this.
   *
   * @return whether something is ready
   */
  boolean await() throws IOException;

  /**
   * Has a wait that is under way notice what the loop's thread has changed: it ends.
   *
   * @return whether there was anything to notice since the last time
   */
  boolean refresh();
}
