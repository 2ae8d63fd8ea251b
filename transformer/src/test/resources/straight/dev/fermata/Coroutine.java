package dev.fermata;

/** The outcome of a straight call, known from the beginning. */
public final class Coroutine<T> implements Awaitable<T>, AutoCloseable {
  private final T value;
  private final Throwable error;

  private Coroutine(T value, Throwable error) {
    this.value = value;
    this.error = error;
  }

  public static <T> Coroutine<T> of(T value) {
    return new Coroutine<>(value, null);
  }

  public static Coroutine<Void> done() {
    return of(null);
  }

  public static <T> Coroutine<T> failed(Throwable error) {
    return new Coroutine<>(null, error);
  }

  @Override
  public Coroutine<T> toCoroutine() {
    return this;
  }

  @Override
  public void close() {}

  T outcome() {
    if (error != null) {
      throw Coroutine.<RuntimeException>unchecked(error);
    }
    return value;
  }

  @SuppressWarnings("unchecked")
  static <X extends Throwable> X unchecked(Throwable error) throws X {
    throw (X) error;
  }
}
