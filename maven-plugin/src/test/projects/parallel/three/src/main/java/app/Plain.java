package app;

/** Nothing to do here. */
public final class Plain {
  private Plain() {}
}
