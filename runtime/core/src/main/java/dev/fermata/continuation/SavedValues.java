package dev.fermata.continuation;

/**
 * Moves the values of a long method into a {@link Frames.Wide} and out of it again. In such a
 * method, suspension points share the code that saves, in blocks that run one after another. So a
 * value has no fixed place: the values that were added last are taken first.
 *
 * <p>Two values of {@code int} or {@code float} share 64 bits, as in the other frames. They fill
 * the array from its end, the longer values from its beginning.
 */
public final class SavedValues {
  private final Object[] refs;
  private final long[] longs;
  private final int point;

  /**
   * The places of the current values. They go down while values are added, and up while they are
   * taken.
   */
  private int ref;

  private int wide;
  private int half;

  private SavedValues(int point, Object[] refs, long[] longs) {
    this.point = point;
    this.refs = refs;
    this.longs = longs;
  }

  // ------------------------------------------------------------------ saving

  /**
   * Begins saving.
   *
   * @param point the number of the suspension point
   * @param refs how many references will be added
   * @param longs how many values of 64 bits
   * @param ints how many of 32 bits
   */
  public static SavedValues begin(int point, int refs, int longs, int ints) {
    SavedValues values =
        new SavedValues(point, new Object[refs], new long[longs + ((ints + 1) >> 1)]);
    values.ref = refs;
    values.wide = longs;
    values.half = ints;
    return values;
  }

  /** Adds a value. */
  public SavedValues add(Object value) {
    refs[--ref] = value;
    return this;
  }

  /** Adds a value. */
  public SavedValues add(long value) {
    longs[--wide] = value;
    return this;
  }

  /** Adds a value. */
  public SavedValues add(double value) {
    return add(Double.doubleToRawLongBits(value));
  }

  /** Adds a value. */
  public SavedValues add(int value) {
    int at = --half;
    longs[longs.length - 1 - (at >> 1)] |= (value & 0xFFFF_FFFFL) << ((at & 1) << 5);
    return this;
  }

  /** Adds a value. */
  public SavedValues add(float value) {
    return add(Float.floatToRawIntBits(value));
  }

  /** Adds values, the first one first. */
  public SavedValues add(
      Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) {
    return add(a).add(b).add(c).add(d).add(e).add(f).add(g).add(h);
  }

  /** Adds values, the first one first. */
  public SavedValues add(long a, long b, long c, long d, long e, long f, long g, long h) {
    return add(a).add(b).add(c).add(d).add(e).add(f).add(g).add(h);
  }

  /** Adds values, the first one first. */
  public SavedValues add(
      double a, double b, double c, double d, double e, double f, double g, double h) {
    return add(a).add(b).add(c).add(d).add(e).add(f).add(g).add(h);
  }

  /** Adds values, the first one first. */
  public SavedValues add(int a, int b, int c, int d, int e, int f, int g, int h) {
    return add(a).add(b).add(c).add(d).add(e).add(f).add(g).add(h);
  }

  /** Adds values, the first one first. */
  public SavedValues add(float a, float b, float c, float d, float e, float f, float g, float h) {
    return add(a).add(b).add(c).add(d).add(e).add(f).add(g).add(h);
  }

  /**
   * Ends saving.
   *
   * @param r0 the receiver; null where the method is static
   * @param old the frame to use again if it is a wide one; null when there is none
   * @param method the method's number in its class
   */
  public Frame frame(Object r0, Frame old, Dispatcher dispatcher, int method) {
    return Frames.Wide.of(r0, refs, longs, old, dispatcher, method << 16 | point);
  }

  // ------------------------------------------------------------------ restoring

  /** Takes the values out of a frame. The frame is empty then. */
  public static SavedValues of(Frame frame) {
    Frames.Wide wide = (Frames.Wide) frame;
    SavedValues values = new SavedValues(frame.point(), wide.refs, wide.longs);
    frame.clear();
    return values;
  }

  /** Takes the value that was added last of those that are there. */
  public Object take() {
    return refs[ref++];
  }

  /** Takes the value that was added last of those that are there. */
  public long takeLong() {
    return longs[wide++];
  }

  /** Takes the value that was added last of those that are there. */
  public double takeDouble() {
    return Double.longBitsToDouble(takeLong());
  }

  /** Takes the value that was added last of those that are there. */
  public int takeInt() {
    int at = half++;
    return (int) (longs[longs.length - 1 - (at >> 1)] >>> ((at & 1) << 5));
  }

  /** Takes the value that was added last of those that are there. */
  public float takeFloat() {
    return Float.intBitsToFloat(takeInt());
  }
}
