package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/**
 * Gives the packages of the library access to {@link Callback}s, one of which is a public class.
 */
public final class Callbacks {
  private Callbacks() {}

  /** The futures or tasks that it completes or wakes; empty when they are not known. */
  public static List<? extends Future<?>> wakes(Callback ready) {
    return ready.wakes();
  }

  /** Called when the loop has been closed and will never run it. */
  public static void drop(Callback ready) {
    ready.drop();
  }

  /** The object that names a step: a handle's callback, or the handle itself. */
  public static Object action(Object handle) {
    return handle instanceof HandleState own ? own.callback() : handle;
  }

  /** The name of a user's callback in reports; a lambda is named by the class that contains it. */
  public static String nameOf(Object callback) {
    return Callback.nameOf(callback);
  }
}
