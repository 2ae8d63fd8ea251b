package dev.fermata.transformer.plan;

import dev.fermata.transformer.model.RuntimeNames;

/**
 * A frame class of the runtime.
 *
 * @param refs how many references it holds
 * @param longs how many 64-bit values it holds
 * @param wide whether it is the class with arrays, for more values than any other holds
 */
public record Shape(int refs, int longs, boolean wide) {
  private static final int[] REFS = {2, 4, 6, 8, 12, 16};
  private static final int[] LONGS = {0, 1, 2, 4, 8};

  /** The smallest shape for so many values. */
  public static Shape smallest(int refs, int longs) {
    int r = atLeast(REFS, refs);
    int l = atLeast(LONGS, longs);
    return r < 0 || l < 0 ? new Shape(refs, longs, true) : new Shape(r, l, false);
  }

  private static int atLeast(int[] sizes, int wanted) {
    for (int size : sizes) {
      if (size >= wanted) {
        return size;
      }
    }
    return -1;
  }

  /** The class's name without its outer class. */
  public String simpleName() {
    return wide ? "Wide" : "R" + refs + "P" + longs;
  }

  /** The internal name of the class. */
  public String owner() {
    return RuntimeNames.FRAMES + "$" + simpleName();
  }

  /** The descriptor of the class's {@code of}. */
  public String factoryDescriptor() {
    String object = "Ljava/lang/Object;";
    String values = wide ? object + "[" + object + "[J" : object.repeat(refs) + "J".repeat(longs);
    return "("
        + values
        + RuntimeNames.FRAME_DESC
        + RuntimeNames.DISPATCHER_DESC
        + "I)"
        + RuntimeNames.FRAME_DESC;
  }
}
