package dev.fermata.transformer.plan;

import dev.fermata.transformer.model.RuntimeNames;

/**
 * A frame class of the runtime.
 *
 * @param refs how many references it holds
 * @param longs how many 64-bit values it holds
 * @param wide whether it is the class with arrays, for more values than any other holds
 * @param narrow whether it is the class whose one primitive is of 32 bits
 */
public record Shape(int refs, int longs, boolean wide, boolean narrow) {
  private static final int[] REFS = {2, 4, 6, 8, 12, 16};
  private static final int[] LONGS = {0, 1, 2, 4, 8};

  private static final Shape NARROW = new Shape(1, 1, false, true);

  /**
   * The smallest shape for so many values.
   *
   * @param refs how many references
   * @param longs how many 64-bit values, with the 32-bit ones two in one
   * @param odd whether the last of those is just one 32-bit value
   */
  public static Shape smallest(int refs, int longs, boolean odd) {
    if (refs <= 1 && longs == 1 && odd) {
      return NARROW;
    }
    int r = atLeast(REFS, refs);
    int l = atLeast(LONGS, longs);
    boolean wide = r < 0 || l < 0;
    return wide ? new Shape(refs, longs, true, false) : new Shape(r, l, false, false);
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
    if (narrow) {
      return "R1I1";
    }
    return wide ? "Wide" : "R" + refs + "P" + longs;
  }

  /** The internal name of the class. */
  public String owner() {
    return RuntimeNames.FRAMES + "$" + simpleName();
  }

  /** The descriptor of the class's {@code of}. */
  public String factoryDescriptor() {
    String object = "Ljava/lang/Object;";
    String fields = object.repeat(refs) + (narrow ? "I" : "J".repeat(longs));
    return "("
        + (wide ? object + "[" + object + "[J" : fields)
        + RuntimeNames.FRAME_DESC
        + RuntimeNames.DISPATCHER_DESC
        + "I)"
        + RuntimeNames.FRAME_DESC;
  }
}
