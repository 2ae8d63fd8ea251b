package dev.fermata.checks.server;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Boot, with MVC or WebFlux: nothing but the controller is its own. */
@SpringBootApplication
class SpringServer {
  /** Starts it; "servlet" or "reactive" is its kind. */
  static int start(String kind) {
    SpringApplication application = new SpringApplication(SpringServer.class);
    application.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "spring.main.web-application-type", kind,
            "spring.main.banner-mode", "off"));
    String port = application.run().getEnvironment().getProperty("local.server.port");
    return Integer.parseInt(port);
  }

  private SpringServer() {}
}
