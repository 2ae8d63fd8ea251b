package dev.fermata.samples.aggregator;

import dev.fermata.Coroutine;
import java.io.IOException;

/** Where pages come from. */
@FunctionalInterface
interface Fetcher {
  /** Gives the page at {@code path}; throws an {@link IOException} when there is none. */
  Coroutine<Page> fetch(String path) throws IOException;
}
