package dev.fermata.checks.company;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.micrometer.MicrometerContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The log's, OpenTelemetry's and Fermata's contexts, by Micrometer, in tasks that take turns. */
class ContextTest {
  /** Keeps what is logged, with the MDC as the log has it. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> mixedUp = Collections.synchronizedList(new ArrayList<>());
    private int count;

    @Override
    protected void append(ILoggingEvent event) {
      String[] words = event.getFormattedMessage().split(" ", -1);
      String mdc = event.getMDCPropertyMap().get("request");
      count++;
      if (!words[1].equals(words[2]) || !words[1].equals(words[3]) || !words[1].equals(mdc)) {
        mixedUp.add(event.getFormattedMessage() + " " + mdc);
      }
    }
  }

  private static final Logger LOG = (Logger) Requests.LOG;

  private final Lines lines = new Lines();

  @BeforeAll
  static void tellMicrometer() {
    ContextRegistry.getInstance()
        .registerThreadLocalAccessor(new Slf4jThreadLocalAccessor())
        .registerThreadLocalAccessor(new OpenTelemetryAccessor());
    LOG.setAdditive(false);
  }

  @BeforeEach
  void listen() {
    lines.start();
    LOG.addAppender(lines);
  }

  @AfterEach
  void nothingIsLeftOnTheThread() {
    LOG.detachAppender(lines);
    assertNull(MDC.get("request"));
    assertNull(Context.current().get(Requests.TRACE));
  }

  @Test
  void eachOfAThousandRequestsThatTakeTurnsHasItsOwnIdInEveryLine() throws Exception {
    Fermata.run(Requests.handleAll(1_000), EventLoop.create());
    assertEquals(List.of(), lines.mixedUp);
    assertEquals(11_000, lines.count);
  }

  @Test
  void methodsOutsideOfALoopKeepTheirsInWhateverThreadTheyGoOn() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(Requests.outside("r" + i, gate));
    }
    CompletableFuture.runAsync(() -> gate.complete(null)).join();
    all.forEach(CompletableFuture::join);
    assertEquals(List.of(), lines.mixedUp);
    assertEquals(2_000, lines.count);
  }

  @Test
  void theThreadGetsItsOwnBackAlsoWhereAnAccessorFails() {
    ThreadLocal<String> local = new ThreadLocal<>();
    AtomicBoolean broken = new AtomicBoolean();
    ContextRegistry registry =
        new ContextRegistry()
            .registerThreadLocalAccessor("local", local)
            .registerThreadLocalAccessor(
                "broken", () -> broken.get() ? fail() : null, value -> {}, () -> {});
    List<Object> reports = new ArrayList<>();
    EventLoop loop = EventLoop.create();
    loop.addContextElement(new MicrometerContext(registry));
    loop.setExceptionHandler((where, context) -> reports.add(context.get("message")));
    Fermata.run(Requests.changes(local, broken), loop);
    assertNull(local.get());
    assertEquals(
        "Exception in leave of the context element " + MicrometerContext.class.getName(),
        reports.get(0));
  }

  private static Object fail() {
    throw new IllegalStateException("cannot be read");
  }
}
