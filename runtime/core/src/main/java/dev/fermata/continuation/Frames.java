package dev.fermata.continuation;

/**
 * The family of frame shapes: {@code RnPm} holds up to n references and m 64-bit values.
 *
 * <p>Generated code chooses, for each suspension point, the smallest shape that holds the live
 * values, passes them to that shape's {@code of}, and reads the fields back when the method goes
 * on. The steps between the sizes follow the JVM's alignment of objects to 8 bytes: with compressed
 * references a shape with an odd number of references would be no smaller. Values of {@code int},
 * {@code float} and the smaller types go two into a 64-bit field ({@link Frame#pack(int, int)}),
 * {@code double} as its raw bits; one such value alone, with at most one reference, has a shape of
 * its own, which needs 8 bytes less. A suspension point with more live values than the largest
 * shape holds uses {@link Wide}.
 *
 * <p>The file is one table: thirty classes of one form, which a test writes anew, and two more.
 * They must be classes of their own, because a field access with a constant offset is what makes
 * saving and restoring as cheap as in a hand-written state machine.
 */
public final class Frames {
  private Frames() {}

  /** The frame of a suspension point with more live values than the largest shape holds. */
  public static final class Wide extends Frame {
    /** The saved references after the first, in the order of the plan. */
    public Object[] refs;

    /** The saved 64-bit values, in the order of the plan. */
    public long[] longs;

    private Wide(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that is a wide frame, else into a new one. */
    public static Frame of(
        Object r0, Object[] refs, long[] longs, Frame old, Dispatcher dispatcher, int state) {
      Wide frame = old instanceof Wide wide ? wide : new Wide(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.refs = refs;
      frame.longs = longs;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      refs = null;
      longs = null;
    }
  }

  /** 1 reference, 1 32-bit value, which takes no more space than the reference of its own. */
  public static final class R1I1 extends Frame {
    public int i0;

    private R1I1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(Object r0, int i0, Frame old, Dispatcher dispatcher, int state) {
      R1I1 frame = old instanceof R1I1 same ? same : new R1I1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.i0 = i0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
    }
  }

  /** 2 references, 0 64-bit values. */
  public static final class R2P0 extends Frame {
    public Object r1;

    private R2P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(Object r0, Object r1, Frame old, Dispatcher dispatcher, int state) {
      R2P0 frame = old instanceof R2P0 same ? same : new R2P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
    }
  }

  /** 2 references, 1 64-bit value. */
  public static final class R2P1 extends Frame {
    public Object r1;
    public long p0;

    private R2P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0, Object r1, long p0, Frame old, Dispatcher dispatcher, int state) {
      R2P1 frame = old instanceof R2P1 same ? same : new R2P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
    }
  }

  /** 2 references, 2 64-bit values. */
  public static final class R2P2 extends Frame {
    public Object r1;
    public long p0;
    public long p1;

    private R2P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0, Object r1, long p0, long p1, Frame old, Dispatcher dispatcher, int state) {
      R2P2 frame = old instanceof R2P2 same ? same : new R2P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
    }
  }

  /** 2 references, 4 64-bit values. */
  public static final class R2P4 extends Frame {
    public Object r1;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R2P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R2P4 frame = old instanceof R2P4 same ? same : new R2P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
    }
  }

  /** 2 references, 8 64-bit values. */
  public static final class R2P8 extends Frame {
    public Object r1;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R2P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R2P8 frame = old instanceof R2P8 same ? same : new R2P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
    }
  }

  /** 4 references, 0 64-bit values. */
  public static final class R4P0 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;

    private R4P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0, Object r1, Object r2, Object r3, Frame old, Dispatcher dispatcher, int state) {
      R4P0 frame = old instanceof R4P0 same ? same : new R4P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
    }
  }

  /** 4 references, 1 64-bit value. */
  public static final class R4P1 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public long p0;

    private R4P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        long p0,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R4P1 frame = old instanceof R4P1 same ? same : new R4P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
    }
  }

  /** 4 references, 2 64-bit values. */
  public static final class R4P2 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public long p0;
    public long p1;

    private R4P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        long p0,
        long p1,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R4P2 frame = old instanceof R4P2 same ? same : new R4P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
    }
  }

  /** 4 references, 4 64-bit values. */
  public static final class R4P4 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R4P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R4P4 frame = old instanceof R4P4 same ? same : new R4P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
    }
  }

  /** 4 references, 8 64-bit values. */
  public static final class R4P8 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R4P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R4P8 frame = old instanceof R4P8 same ? same : new R4P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
    }
  }

  /** 6 references, 0 64-bit values. */
  public static final class R6P0 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;

    private R6P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R6P0 frame = old instanceof R6P0 same ? same : new R6P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
    }
  }

  /** 6 references, 1 64-bit value. */
  public static final class R6P1 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public long p0;

    private R6P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        long p0,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R6P1 frame = old instanceof R6P1 same ? same : new R6P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
    }
  }

  /** 6 references, 2 64-bit values. */
  public static final class R6P2 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public long p0;
    public long p1;

    private R6P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        long p0,
        long p1,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R6P2 frame = old instanceof R6P2 same ? same : new R6P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
    }
  }

  /** 6 references, 4 64-bit values. */
  public static final class R6P4 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R6P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R6P4 frame = old instanceof R6P4 same ? same : new R6P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
    }
  }

  /** 6 references, 8 64-bit values. */
  public static final class R6P8 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R6P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R6P8 frame = old instanceof R6P8 same ? same : new R6P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
    }
  }

  /** 8 references, 0 64-bit values. */
  public static final class R8P0 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;

    private R8P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R8P0 frame = old instanceof R8P0 same ? same : new R8P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
    }
  }

  /** 8 references, 1 64-bit value. */
  public static final class R8P1 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public long p0;

    private R8P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        long p0,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R8P1 frame = old instanceof R8P1 same ? same : new R8P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
    }
  }

  /** 8 references, 2 64-bit values. */
  public static final class R8P2 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public long p0;
    public long p1;

    private R8P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        long p0,
        long p1,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R8P2 frame = old instanceof R8P2 same ? same : new R8P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
    }
  }

  /** 8 references, 4 64-bit values. */
  public static final class R8P4 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R8P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R8P4 frame = old instanceof R8P4 same ? same : new R8P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
    }
  }

  /** 8 references, 8 64-bit values. */
  public static final class R8P8 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R8P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R8P8 frame = old instanceof R8P8 same ? same : new R8P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
    }
  }

  /** 12 references, 0 64-bit values. */
  public static final class R12P0 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;

    private R12P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R12P0 frame = old instanceof R12P0 same ? same : new R12P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
    }
  }

  /** 12 references, 1 64-bit value. */
  public static final class R12P1 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public long p0;

    private R12P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        long p0,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R12P1 frame = old instanceof R12P1 same ? same : new R12P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
    }
  }

  /** 12 references, 2 64-bit values. */
  public static final class R12P2 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public long p0;
    public long p1;

    private R12P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        long p0,
        long p1,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R12P2 frame = old instanceof R12P2 same ? same : new R12P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
    }
  }

  /** 12 references, 4 64-bit values. */
  public static final class R12P4 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R12P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R12P4 frame = old instanceof R12P4 same ? same : new R12P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
    }
  }

  /** 12 references, 8 64-bit values. */
  public static final class R12P8 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R12P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R12P8 frame = old instanceof R12P8 same ? same : new R12P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
    }
  }

  /** 16 references, 0 64-bit values. */
  public static final class R16P0 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public Object r12;
    public Object r13;
    public Object r14;
    public Object r15;

    private R16P0(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Object r12,
        Object r13,
        Object r14,
        Object r15,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R16P0 frame = old instanceof R16P0 same ? same : new R16P0(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.r12 = r12;
      frame.r13 = r13;
      frame.r14 = r14;
      frame.r15 = r15;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
      r12 = null;
      r13 = null;
      r14 = null;
      r15 = null;
    }
  }

  /** 16 references, 1 64-bit value. */
  public static final class R16P1 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public Object r12;
    public Object r13;
    public Object r14;
    public Object r15;
    public long p0;

    private R16P1(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Object r12,
        Object r13,
        Object r14,
        Object r15,
        long p0,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R16P1 frame = old instanceof R16P1 same ? same : new R16P1(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.r12 = r12;
      frame.r13 = r13;
      frame.r14 = r14;
      frame.r15 = r15;
      frame.p0 = p0;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
      r12 = null;
      r13 = null;
      r14 = null;
      r15 = null;
    }
  }

  /** 16 references, 2 64-bit values. */
  public static final class R16P2 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public Object r12;
    public Object r13;
    public Object r14;
    public Object r15;
    public long p0;
    public long p1;

    private R16P2(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Object r12,
        Object r13,
        Object r14,
        Object r15,
        long p0,
        long p1,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R16P2 frame = old instanceof R16P2 same ? same : new R16P2(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.r12 = r12;
      frame.r13 = r13;
      frame.r14 = r14;
      frame.r15 = r15;
      frame.p0 = p0;
      frame.p1 = p1;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
      r12 = null;
      r13 = null;
      r14 = null;
      r15 = null;
    }
  }

  /** 16 references, 4 64-bit values. */
  public static final class R16P4 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public Object r12;
    public Object r13;
    public Object r14;
    public Object r15;
    public long p0;
    public long p1;
    public long p2;
    public long p3;

    private R16P4(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Object r12,
        Object r13,
        Object r14,
        Object r15,
        long p0,
        long p1,
        long p2,
        long p3,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R16P4 frame = old instanceof R16P4 same ? same : new R16P4(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.r12 = r12;
      frame.r13 = r13;
      frame.r14 = r14;
      frame.r15 = r15;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
      r12 = null;
      r13 = null;
      r14 = null;
      r15 = null;
    }
  }

  /** 16 references, 8 64-bit values. */
  public static final class R16P8 extends Frame {
    public Object r1;
    public Object r2;
    public Object r3;
    public Object r4;
    public Object r5;
    public Object r6;
    public Object r7;
    public Object r8;
    public Object r9;
    public Object r10;
    public Object r11;
    public Object r12;
    public Object r13;
    public Object r14;
    public Object r15;
    public long p0;
    public long p1;
    public long p2;
    public long p3;
    public long p4;
    public long p5;
    public long p6;
    public long p7;

    private R16P8(Dispatcher dispatcher) {
      super(dispatcher);
    }

    /** Saves into {@code old} where that has this shape, else into a new frame. */
    public static Frame of(
        Object r0,
        Object r1,
        Object r2,
        Object r3,
        Object r4,
        Object r5,
        Object r6,
        Object r7,
        Object r8,
        Object r9,
        Object r10,
        Object r11,
        Object r12,
        Object r13,
        Object r14,
        Object r15,
        long p0,
        long p1,
        long p2,
        long p3,
        long p4,
        long p5,
        long p6,
        long p7,
        Frame old,
        Dispatcher dispatcher,
        int state) {
      R16P8 frame = old instanceof R16P8 same ? same : new R16P8(dispatcher);
      frame.state = state;
      frame.r0 = r0;
      frame.r1 = r1;
      frame.r2 = r2;
      frame.r3 = r3;
      frame.r4 = r4;
      frame.r5 = r5;
      frame.r6 = r6;
      frame.r7 = r7;
      frame.r8 = r8;
      frame.r9 = r9;
      frame.r10 = r10;
      frame.r11 = r11;
      frame.r12 = r12;
      frame.r13 = r13;
      frame.r14 = r14;
      frame.r15 = r15;
      frame.p0 = p0;
      frame.p1 = p1;
      frame.p2 = p2;
      frame.p3 = p3;
      frame.p4 = p4;
      frame.p5 = p5;
      frame.p6 = p6;
      frame.p7 = p7;
      return frame;
    }

    @Override
    public void clear() {
      r0 = null;
      r1 = null;
      r2 = null;
      r3 = null;
      r4 = null;
      r5 = null;
      r6 = null;
      r7 = null;
      r8 = null;
      r9 = null;
      r10 = null;
      r11 = null;
      r12 = null;
      r13 = null;
      r14 = null;
      r15 = null;
    }
  }
}
