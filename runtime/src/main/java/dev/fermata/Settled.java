package dev.fermata;

/**
 * How one awaitable of a {@code gatherSettled} ended: with a value or with an error.
 *
 * @param value the value; null when it failed, and also when null was its value
 * @param exception the error, the very object that was thrown ({@link CancelledError} for a
 *     cancelled one); null when it ended with a value
 * @param <T> the type of the value
 */
public record Settled<T>(T value, Throwable exception) {}
