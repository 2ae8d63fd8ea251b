package dev.fermata.internal.net;

import dev.fermata.Coroutine;
import dev.fermata.net.Connection;
import java.io.IOException;

/** What a listener puts upon each connection that it accepts. */
public interface Layer {
  /** The connection that programs get, upon one that has just been accepted. */
  Connection over(StreamBase plain) throws IOException;

  /** What comes before a handler is called; given is what {@link #over} gave. */
  Coroutine<Void> greet(Connection connection) throws IOException;
}
