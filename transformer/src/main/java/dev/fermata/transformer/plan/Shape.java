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
  /** The most references, and the most values of any kind, that a class without arrays holds. */
  public static final int MOST_REFS = 16;

  private static final int[] REFS = {2, 4, 6, 8, 12, MOST_REFS};
  private static final int[] LONGS = {0, 1, 2, 4, 8};

  private static final Shape NARROW = new Shape(1, 1, false, true);

  /**
   * The shapes with a class of their own, and their names and descriptors: each string is there
   * once, so that its hash is computed once.
   */
  private static final Names[][] KNOWN = known();

  private static final Names NARROW_NAMES = Names.of(NARROW);

  private record Names(String simpleName, String owner, String factoryDescriptor) {
    static Names of(Shape shape) {
      String name = shape.newSimpleName();
      return new Names(name, RuntimeNames.FRAMES + "$" + name, shape.newFactoryDescriptor());
    }
  }

  /** The class with arrays has the same names for any number of values. */
  private static final Names WIDE = Names.of(new Shape(0, 0, true, false));

  private static Names[][] known() {
    Names[][] known = new Names[MOST_REFS + 1][MOST_REFS + 1];
    for (int refs : REFS) {
      for (int longs : LONGS) {
        known[refs][longs] = Names.of(new Shape(refs, longs, false, false));
      }
    }
    return known;
  }

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
    return names().simpleName;
  }

  private String newSimpleName() {
    if (narrow) {
      return "R1I1";
    }
    return wide ? "Wide" : "R" + refs + "P" + longs;
  }

  /** The internal name of the class. */
  public String owner() {
    return names().owner;
  }

  /** The descriptor of the class's {@code of}. */
  public String factoryDescriptor() {
    return names().factoryDescriptor;
  }

  private Names names() {
    if (narrow) {
      return NARROW_NAMES;
    }
    return wide ? WIDE : KNOWN[refs][longs];
  }

  private String newFactoryDescriptor() {
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
