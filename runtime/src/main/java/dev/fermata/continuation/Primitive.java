package dev.fermata.continuation;

/**
 * The kinds of primitive value that resume code returns unboxed: the kind itself is the returned
 * reference, the bits are in the context.
 */
enum Primitive {
  BOOLEAN {
    @Override
    Object box(long bits) {
      return bits != 0;
    }
  },
  BYTE {
    @Override
    Object box(long bits) {
      return (byte) bits;
    }
  },
  CHAR {
    @Override
    Object box(long bits) {
      return (char) bits;
    }
  },
  SHORT {
    @Override
    Object box(long bits) {
      return (short) bits;
    }
  },
  INT {
    @Override
    Object box(long bits) {
      return (int) bits;
    }
  },
  LONG {
    @Override
    Object box(long bits) {
      return bits;
    }
  },
  FLOAT {
    @Override
    Object box(long bits) {
      return Float.intBitsToFloat((int) bits);
    }
  },
  DOUBLE {
    @Override
    Object box(long bits) {
      return Double.longBitsToDouble(bits);
    }
  };

  /** The value with these bits, in its wrapper type. */
  abstract Object box(long bits);
}
