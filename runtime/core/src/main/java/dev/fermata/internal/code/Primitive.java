package dev.fermata.internal.code;

/**
 * The kinds of primitive value that resume code returns unboxed: the kind itself is the returned
 * reference, the bits are in the context.
 */
public enum Primitive {
  BOOLEAN,
  BYTE,
  CHAR,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE;

  /** The value with these bits, in its wrapper type. */
  public Object box(long bits) {
    return switch (this) {
      case BOOLEAN -> bits != 0;
      case BYTE -> (byte) bits;
      case CHAR -> (char) bits;
      case SHORT -> (short) bits;
      case INT -> (int) bits;
      case LONG -> bits;
      case FLOAT -> Float.intBitsToFloat((int) bits);
      case DOUBLE -> Double.longBitsToDouble(bits);
    };
  }

  /** Casts an object to the wrapper type. */
  public Object cast(Object object) {
    return switch (this) {
      case BOOLEAN -> (Boolean) object;
      case BYTE -> (Byte) object;
      case CHAR -> (Character) object;
      case SHORT -> (Short) object;
      case INT -> (Integer) object;
      case LONG -> (Long) object;
      case FLOAT -> (Float) object;
      case DOUBLE -> (Double) object;
    };
  }
}
