package dev.fermata.transformer.diagnostic;

/** Leaves the passes with the one diagnostic that ends the transformation of a class. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /** Refuses the class. */
  public RefusedException(Diagnostic diagnostic) {
    super(diagnostic.toString());
    this.diagnostic = diagnostic;
  }

  /** Why. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
