package dev.fermata.transformer.scan;

/** Takes what the code of a class mentions. */
public interface Mentions {
  /** An instruction names a type: an internal name, or the descriptor of an array type. */
  void named(String type);

  /** An instruction names the types of a descriptor. */
  void namedIn(String descriptor);

  /** The types of a descriptor are those of a field or method that an instruction accesses. */
  void passedIn(String descriptor);
}
