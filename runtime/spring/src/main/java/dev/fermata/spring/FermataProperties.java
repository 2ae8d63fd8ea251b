package dev.fermata.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the application's loop thread is to be.
 *
 * @param threadName {@code fermata.thread-name}, the name of the thread
 * @param grace {@code fermata.grace}, how long the end of the application waits for the clean-up of
 *     what runs in the loop
 */
@ConfigurationProperties("fermata")
public record FermataProperties(String threadName, Duration grace) {
  /** Gives what is not set its default: {@code fermata} and eight seconds. */
  public FermataProperties {
    threadName = threadName == null ? "fermata" : threadName;
    grace = grace == null ? Duration.ofSeconds(8) : grace;
  }
}
