package dev.fermata.samples.benchmarks.report;

import dev.fermata.samples.benchmarks.Peers;
import dev.fermata.samples.benchmarks.sockets.Traffic;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything, writes the figures of this JDK, and makes all pages anew from the figures of
 * all JDKs.
 *
 * <p>Each figure is written as soon as it is there, so that a run that ends early leaves what it
 * has measured.
 */
public final class Report {
  /** What the options are. */
  public static final String USAGE =
      """
      report [--quick] [--only REGEX] [--peers A,B] [--into DIR] [--pages]
        --quick  shorter iterations: ten minutes or so instead of an hour
        --only   the steps whose name matches, as it is shown; keeps the other figures
        --peers  these peers only; keeps the figures of the others
        --into   where this module is; samples/benchmarks unless told
        --pages  measures nothing, and makes the tables and the picture from the JSON files""";

  private final PrintStream out;
  private Settings settings = Settings.full();
  private Path module = Path.of("samples", "benchmarks");
  private Pattern only = Pattern.compile("");
  private List<String> peers = Peers.names();
  private boolean isPart;
  private boolean pagesOnly;
  private Results results = new Results(System.getProperty("java.version"), settings.toString());
  private final List<String> failed = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  /** A step of the run, which gives figures. */
  interface Step {
    List<Figure> run() throws IOException, InterruptedException, RunnerException;
  }

  /** A step with the name that is shown. */
  record Named(String name, Step step) {}

  /**
   * Runs the report; {@code --help} tells the options.
   *
   * @throws IllegalArgumentException if an option is wrong; the message says which
   */
  public static void run(List<String> arguments, PrintStream out) throws Exception {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.println(USAGE);
      return;
    }
    // Several reports may run one after the other in a pipeline that JMH knows nothing of.
    System.setProperty("jmh.ignoreLock", "true");
    Report report = new Report(out);
    report.parse(arguments.iterator());
    report.run();
  }

  private void parse(Iterator<String> arguments) {
    while (arguments.hasNext()) {
      String option = arguments.next();
      switch (option) {
        case "--quick" -> settings = Settings.quick();
        case "--pages" -> pagesOnly = true;
        case "--only" -> {
          only = pattern(value(option, arguments));
          isPart = true;
        }
        case "--peers" -> {
          peers = peers(value(option, arguments));
          isPart = true;
        }
        case "--into" -> module = Path.of(value(option, arguments));
        default -> throw new IllegalArgumentException("unknown option " + option);
      }
    }
  }

  private static String value(String option, Iterator<String> arguments) {
    if (!arguments.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return arguments.next();
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "--only " + text + " is no regular expression: " + e.getDescription(), e);
    }
  }

  private static List<String> peers(String text) {
    List<String> named = List.of(text.split(",", -1));
    for (String peer : named) {
      if (!Peers.names().contains(peer)) {
        throw new IllegalArgumentException(
            "--peers " + text + ": this JDK has " + String.join(", ", Peers.names()));
      }
    }
    return named;
  }

  private void run() throws Exception {
    if (!pagesOnly) {
      measure();
    }
    new Pages(module).write();
  }

  private void measure() throws Exception {
    Path file = file(module, Runtime.version().feature());
    results = new Results(System.getProperty("java.version"), settings.toString());
    List<Named> steps = steps();
    if (isPart && Files.exists(file)) {
      results.putAll(Results.read(file));
    }
    if (!Peers.names().contains("virtual")) {
      out.println("Virtual threads need JDK 21 or later, and are left out.");
    }
    long begin = System.nanoTime();
    runSteps(steps, begin, () -> results.write(file));
    out.printf("The figures are in %s after %s.%n", file, since(begin));
    if (!failed.isEmpty()) {
      out.println("There are none of " + String.join(", ", failed) + ".");
    }
  }

  /** What is done after each step. */
  interface Save {
    void run() throws IOException;
  }

  /**
   * Runs steps. Each line is written as a whole, so that what a process that measures writes itself
   * stands on lines of its own.
   */
  void runSteps(List<Named> steps, long begin, Save save) throws IOException, InterruptedException {
    for (int i = 0; i < steps.size(); i++) {
      out.printf("[%d/%d, %s] %s%n", i + 1, steps.size(), since(begin), steps.get(i).name());
      runStep(steps.get(i));
      save.run();
    }
  }

  /** One that fails is told, and does not end the others. */
  private void runStep(Named step) throws InterruptedException {
    try {
      for (Figure figure : step.step().run()) {
        results.put(figure);
        out.printf(Locale.ROOT, "  %.4g %s%n", figure.median(), figure.unit());
      }
    } catch (IOException | RunnerException e) {
      failed.add(step.name());
      out.println("  failed: " + e.getMessage());
    }
  }

  private static String since(long begin) {
    Duration time = Duration.ofNanos(System.nanoTime() - begin);
    return "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }

  private List<Named> steps() {
    List<Named> steps = new ArrayList<>();
    Timing timing = new Timing(settings);
    for (Work work : Work.ALL) {
      for (String peer : peers) {
        if (work.isFor(peer)) {
          steps.add(new Named(work.id() + " " + peer, () -> List.of(timing.run(work, peer))));
        }
      }
    }
    for (String peer : peers) {
      steps.add(new Named("memory " + peer, () -> Memory.measure(peer)));
    }
    steps.add(new Named("startUp", () -> StartUp.measure(startUpPeers(), 10)));
    for (Traffic traffic : Traffic.values()) {
      steps.add(
          new Named(traffic.id(), () -> SocketFigures.measure(traffic, settings.socketRounds())));
    }
    steps.add(new Named("sockets/idle", IdleConnections::measure));
    steps.add(new Named("heapAfter fermata", () -> EndlessLoop.measure("fermata")));
    return steps.stream().filter(step -> only.matcher(step.name()).find()).toList();
  }

  /** Each peer, with the program without coroutines as the first. */
  private List<String> startUpPeers() {
    List<String> all = new ArrayList<>(List.of(StartUp.PLAIN));
    all.addAll(peers);
    return all;
  }

  static Path file(Path module, int jdk) throws IOException {
    return module.resolve("results").resolve("jdk" + jdk + ".json");
  }
}
