package dev.fermata.internal.core;

import dev.fermata.Future;
import java.util.List;

/** What the packages of the library ask of {@link Callback}s, of which one is a public class. */
public final class Callbacks {
  private Callbacks() {}

  /** The futures, or tasks, that it completes or wakes; empty where that is not known. */
  public static List<? extends Future<?>> wakes(Callback ready) {
    return ready.wakes();
  }

  /** The loop has been closed, and will never run it. */
  public static void drop(Callback ready) {
    ready.drop();
  }

  /** What a step is known by: a handle's callback, or the handle itself. */
  public static Object action(Object handle) {
    return handle instanceof HandleState own ? own.callback() : handle;
  }

  /** What reports call a user's callback: of a lambda, the class that it stands in. */
  public static String nameOf(Object callback) {
    return Callback.nameOf(callback);
  }
}
