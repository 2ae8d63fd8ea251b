package dev.fermata;

/**
 * How one awaitable of a {@code gatherSettled} ended: with a value or with an error.
 *
 * <p>asyncio: {@code asyncio.gather}; with {@code return_exceptions=True}.
 *
 * @param value the value; null when it failed, and also when null was its value
 * @param exception the error, the very object that was thrown; for a cancelled one its {@link
 *     CancelledError}, or a new one with the empty message where it has none; null when it ended
 *     with a value
 * @param <T> the type of the value
 */
public record Settled<T>(T value, Throwable exception) {}
