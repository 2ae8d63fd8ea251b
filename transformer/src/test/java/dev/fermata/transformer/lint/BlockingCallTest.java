package dev.fermata.transformer.lint;

import dev.fermata.transformer.cases.harness.Findings;
import org.junit.jupiter.api.Test;

/** Calls that block, each with what to do instead. */
class BlockingCallTest {
  @Test
  void eachWarningNamesTheAsynchronousCounterpart() {
    Findings.of(
            """
            @Async static Coroutine<Object> run(
                java.net.http.HttpClient http,
                java.net.http.HttpRequest request,
                java.util.concurrent.ExecutorService executor,
                Process process,
                java.io.InputStream in,
                java.util.concurrent.BlockingQueue<String> queue) throws Exception {
              // warning[FERMATA-103]: await sendAsync
              http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
              // warning[FERMATA-103]: gather
              executor.invokeAll(new ArrayList<Callable<String>>());
              // warning[FERMATA-103]: gather
              executor.invokeAny(new ArrayList<Callable<String>>());
              // warning[FERMATA-103]: onExit
              process.waitFor();
              // warning[FERMATA-103]: toThread
              in.read();
              // warning[FERMATA-103]: AsyncQueue
              queue.take();
              // warning[FERMATA-103]: await the future itself
              process.onExit().join();
              return Coroutine.of(await(later(2)));
            }
            """)
        .check();
  }
}
