package dev.fermata.checks.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand requests at a time in each server, as a fat jar with the agent and as one of which the
 * classes were transformed before: every answer is its own request's.
 */
class ServersIT {
  private static final int REQUESTS = 1_000;
  private static final Path ROOT = Path.of("../../..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("fermata.version");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** A server ends before optimized code pays for itself. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  private static final Path FAT_JAR =
      Path.of("target/fermata-checks-server-" + VERSION + "-fat.jar");

  @TempDir static Path folder;

  private static Path transformed;

  @BeforeAll
  static void transform() throws Exception {
    transformed = folder.resolve("transformed.jar");
    Process transform =
        new ProcessBuilder(
                JAVA,
                "-jar",
                ROOT.resolve("cli/target/fermata-cli-" + VERSION + ".jar").toString(),
                "transform",
                "-o",
                transformed.toString(),
                FAT_JAR.toString())
            .inheritIO()
            .start();
    assertEquals(0, transform.waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvc", "webflux", "vertx", "netty"})
  void answersAreThoseOfTheirRequestsWithTheAgent(String server) throws Exception {
    Path agent = ROOT.resolve("transformer/target/fermata-transformer-" + VERSION + ".jar");
    assertAnswers(
        List.of(JAVA, QUICK_START, "-javaagent:" + agent, "-jar", FAT_JAR.toString(), server));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvc", "webflux", "vertx", "netty"})
  void answersAreThoseOfTheirRequestsOfTransformedClasses(String server) throws Exception {
    assertAnswers(List.of(JAVA, QUICK_START, "-jar", transformed.toString(), server));
  }

  private static void assertAnswers(List<String> command) throws Exception {
    Process server =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      assertEquals(expected(), answers(port(server.inputReader(StandardCharsets.UTF_8))));
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static int port(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("port ")) {
        return Integer.parseInt(line.substring("port ".length()));
      }
    }
    throw new IOException("the server has ended");
  }

  private static List<String> expected() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      answers.add(Orders.answer("r" + i));
    }
    return answers;
  }

  private static List<String> answers(int port) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      URI uri = URI.create("http://localhost:" + port + "/order?id=r" + i);
      sent.add(
          client.sendAsync(
              HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()));
    }
    List<String> answers = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> response : sent) {
      answers.add(response.get(60, TimeUnit.SECONDS).body());
    }
    return answers;
  }
}
