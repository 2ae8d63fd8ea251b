package dev.fermata.files;

/** What a {@link ClassTransform} found in a class file; its text is a line for the user. */
public interface Finding {
  /** Whether the class cannot be transformed, so that nothing may be written. */
  boolean isError();

  /** Whether the class file is damaged, which is a fault of the input and not of the program. */
  boolean isDamage();

  /** The source file with its package, or whatever groups findings that belong together. */
  String source();

  /** The line in the source file; 0 where it is not known. */
  int line();
}
