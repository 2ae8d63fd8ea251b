package dev.fermata.internal.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What many threads record in one failure. */
class AwaitTraceTest {
  private static final int THREADS = 4;
  private static final int METHODS = 20;

  @Test
  void threadsThatRecordInOneFailureGiveItOneTraceWithThePathOfEachWhole() throws Exception {
    for (int round = 0; round < 200; round++) {
      IOException error = new IOException("shared");
      recordByAll(error);
      assertEquals(1, error.getSuppressed().length);
      StackTraceElement[] elements = error.getSuppressed()[0].getStackTrace();
      for (int thread = 0; thread < THREADS; thread++) {
        String task = "task " + thread;
        assertEquals(
            IntStream.range(0, METHODS).boxed().toList(),
            Stream.of(elements)
                .filter(element -> task.equals(element.getClassLoaderName()))
                .map(StackTraceElement::getLineNumber)
                .toList());
      }
      assertEquals(THREADS * METHODS, elements.length);
    }
  }

  private static void recordByAll(Throwable error) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String task = "task " + thread;
        all.add(threads.submit(() -> record(error, task)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** One method at a time, as a failure goes outward. */
  private static void record(Throwable error, String task) {
    for (int method = 0; method < METHODS; method++) {
      AwaitTrace.Path path = new AwaitTrace.Path(task);
      path.add(new StackTraceElement("Some", "method", "Some.java", method), 0);
      AwaitTrace.add(error, path);
    }
  }
}
