package dev.fermata.samples.aggregator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fermata.AsyncBody;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.VirtualEventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A loop with a virtual clock that runs the asynchronous body of a test. */
final class VirtualLoop {
  private final VirtualEventLoop loop = EventLoop.createVirtual();
  private final List<String> events = new ArrayList<>();
  private final List<Object> reports = new ArrayList<>();

  private VirtualLoop() {
    loop.setExceptionHandler(
        (where, context) -> reports.add(context.getOrDefault("exception", context)));
  }

  /** Runs a body to its end, and cancels what it leaves behind. Its failure is the test's. */
  void runs(AsyncBody<Void> body) {
    Fermata.run(Fermata.async(body), loop);
  }

  /** Notes an event and the second at which it happens. */
  void log(String event) {
    events.add(Duration.ofNanos(loop.time()).toSeconds() + " " + event);
  }

  /** What was noted. */
  List<String> events() {
    return events;
  }

  /** Hands such a loop to each test that has one as its parameter. */
  static final class Extension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(VirtualLoop.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == VirtualLoop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      VirtualLoop loop = new VirtualLoop();
      test.getStore(NAMESPACE).put(VirtualLoop.class, loop);
      return loop;
    }

    /** A failure that no code received fails the test. */
    @Override
    public void afterEach(ExtensionContext test) {
      VirtualLoop loop = test.getStore(NAMESPACE).get(VirtualLoop.class, VirtualLoop.class);
      if (loop != null) {
        loop.loop.close();
        assertEquals(List.of(), loop.reports);
      }
    }
  }
}
