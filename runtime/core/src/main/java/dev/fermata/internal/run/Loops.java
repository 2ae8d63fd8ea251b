package dev.fermata.internal.run;

import dev.fermata.EventLoop;
import dev.fermata.internal.core.LoopEngine;

/** Leads from the public class of a loop to its core, for the entry points of the library. */
public final class Loops {
  private Loops() {}

  public static LoopEngine engineOf(EventLoop loop) {
    LoopState state = loop;
    return state.engine;
  }
}
