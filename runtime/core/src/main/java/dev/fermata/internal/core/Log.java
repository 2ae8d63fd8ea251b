package dev.fermata.internal.core;

/**
 * The logger of this library, which is made, with the logging system behind it, when it is used.
 */
public final class Log {
  public static final System.Logger LOGGER = System.getLogger("dev.fermata");

  private Log() {}
}
