package dev.fermata.spring;

import dev.fermata.LoopThread;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Gives an application a {@link LoopThread}, which ends with the application, and lets controllers
 * of Spring MVC and WebFlux return a {@code Coroutine}, which runs in it.
 */
@AutoConfiguration
@EnableConfigurationProperties(FermataProperties.class)
public class FermataAutoConfiguration {
  /** Makes the configuration; for Spring. */
  public FermataAutoConfiguration() {}

  /**
   * The thread of the application's loop. When the application ends, what runs in the loop is
   * cancelled, and its clean-up waited for, as long as the grace allows.
   *
   * @param properties how it is to be
   * @return the running loop
   */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  LoopThread fermataLoopThread(FermataProperties properties) {
    return LoopThread.builder()
        .name(properties.threadName())
        .grace(properties.grace())
        // Spring closes it, when the requests under way have been answered.
        .stopAtShutdown(false)
        .start();
  }

  /**
   * Tells Spring what a coroutine is.
   *
   * @param thread runs the coroutines
   * @param registries those of the application, in addition to that of all
   * @return what does so, before the first request comes
   */
  @Bean
  SmartInitializingSingleton fermataCoroutines(
      LoopThread thread, ObjectProvider<ReactiveAdapterRegistry> registries) {
    return () -> {
      CoroutineAdapter adapter = new CoroutineAdapter(thread);
      adapter.registerWith(ReactiveAdapterRegistry.getSharedInstance());
      registries.forEach(adapter::registerWith);
    };
  }
}
