package dev.fermata;

/**
 * The logger of this library, which is made, with the logging system behind it, when it is used.
 */
final class Log {
  static final System.Logger LOGGER = System.getLogger("dev.fermata");

  private Log() {}
}
