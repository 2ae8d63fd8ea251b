package dev.fermata.transformer.random;

import java.util.List;

/** The types of the expressions of random programs. */
enum Ty {
  INT("int", "Integer", "0"),
  LONG("long", "Long", "0L"),
  DOUBLE("double", "Double", "0.0"),
  FLOAT("float", "Float", "0f"),
  BOOLEAN("boolean", "Boolean", "false"),
  BYTE("byte", "Byte", "((byte) 0)"),
  SHORT("short", "Short", "((short) 0)"),
  CHAR("char", "Character", "'c'"),
  STRING("String", "String", "\"\""),
  OBJECT("Object", "Object", "((Object) \"o\")"),
  BOXED("Integer", "Integer", "Integer.valueOf(1)"),
  INTS("int[]", "int[]", "new int[2]"),
  LONGS("long[]", "long[]", "new long[2]"),
  BYTES("byte[]", "byte[]", "new byte[2]"),
  STRINGS("String[]", "String[]", "new String[2]"),
  PAIR("Pair", "Pair", "new Pair(1, \"p\")"),
  COLOUR("Colour", "Colour", "Colour.RED");

  static final List<Ty> INTEGRAL = List.of(INT, LONG, BYTE, SHORT, CHAR);
  static final List<Ty> NUMERIC = List.of(INT, LONG, DOUBLE, FLOAT, BYTE, SHORT, CHAR);
  static final List<Ty> ARRAYS = List.of(INTS, LONGS, BYTES, STRINGS);

  /** Which types variables have, common ones more often. */
  static final List<Ty> COMMON =
      List.of(
          INT, INT, INT, LONG, LONG, DOUBLE, DOUBLE, FLOAT, BOOLEAN, BYTE, SHORT, CHAR, STRING,
          STRING, STRING, OBJECT, OBJECT, BOXED, INTS, LONGS, BYTES, STRINGS, PAIR, COLOUR);

  private final String text;
  private final String boxed;
  private final String simplest;

  Ty(String text, String boxed, String simplest) {
    this.text = text;
    this.boxed = boxed;
    this.simplest = simplest;
  }

  /** The type as it stands before a variable. */
  String text() {
    return text;
  }

  /** The type as a type argument. */
  String boxed() {
    return boxed;
  }

  /** The simplest expression of this type: what a failing program is shrunk to. */
  String simplest() {
    return simplest;
  }

  /** Whether arithmetic is defined for it. */
  boolean isNumeric() {
    return NUMERIC.contains(this);
  }

  /** Whether it is an array. */
  boolean isArray() {
    return ARRAYS.contains(this);
  }

  /** The type of an array's elements. */
  Ty element() {
    return switch (this) {
      case INTS -> INT;
      case LONGS -> LONG;
      case BYTES -> BYTE;
      case STRINGS -> STRING;
      default -> throw new IllegalArgumentException(text);
    };
  }
}
