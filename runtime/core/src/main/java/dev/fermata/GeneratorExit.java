package dev.fermata;

/**
 * Thrown by the {@code emit} at which an {@link AsyncGenerator} is suspended when the generator is
 * closed. It is an {@link Error}, so that only {@code finally} blocks see it. Code that catches it
 * must throw it again.
 *
 * <p>asyncio: {@code GeneratorExit}.
 */
public final class GeneratorExit extends Error {
  private static final long serialVersionUID = 1L;

  /** Makes an error. */
  public GeneratorExit() {
    super("the generator was closed");
  }
}
