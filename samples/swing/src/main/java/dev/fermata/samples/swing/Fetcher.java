package dev.fermata.samples.swing;

import dev.fermata.Coroutine;
import java.io.IOException;

/** Where texts come from. */
interface Fetcher {
  /** Fetches the text at an address. */
  Coroutine<String> fetch(String address) throws IOException;
}
