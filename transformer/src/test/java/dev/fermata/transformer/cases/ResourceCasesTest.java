package dev.fermata.transformer.cases;

import dev.fermata.transformer.cases.harness.Case;
import org.junit.jupiter.api.Test;

/** Rows D07 and D08: what is closed at the end, and when. */
class ResourceCasesTest {
  @Test
  void d07_finallyAndCloseRunOnceAndNeverOnSuspension() {
    Case.of(
            """
            static class R implements AutoCloseable {
              R() { log("open"); }
              public void close() { log("close"); }
            }
            @Async static Coroutine<Object> run() {
              try (R r = new R()) {
                for (int i = 0; i < 3; i++) {
                  try {
                    log("body " + await(later(i)));
                    await(later(r));
                  } catch (Throwable t) {
                    log("not reached");
                  } finally {
                    log("finally " + i);
                  }
                }
              }
              return Coroutine.of("end");
            }
            """)
        .prints(
            "open",
            "body 0",
            "finally 0",
            "body 1",
            "finally 1",
            "body 2",
            "finally 2",
            "close",
            "= end");
  }

  @Test
  void d08_tryWithResourcesWithAwaitsInEachPart() {
    Case.of(
            """
            static class R implements AutoCloseable {
              final String name;
              final boolean bad;
              R(String name, boolean bad) { this.name = name; this.bad = bad; log("open " + name); }
              public void close() throws IOException { log("close " + name); if (bad) throw new IOException("close " + name); }
            }
            @Async static Coroutine<R> open(String name, boolean bad) { await(later(1)); return Coroutine.of(new R(name, bad)); }
            @Async static Coroutine<String> f(int k) throws Exception {
              try (R a = await(open("a" + k, k == 1));
                  R none = k > 1 ? null : await(later((R) null));
                  R b = k == 3 ? await(fails(new IOException("open"))) : await(open("b", k > 0))) {
                if (k == 2) await(fails(new IOException("body")));
                return Coroutine.of(await(later(a.name)) + b.name);
              } catch (IOException e) {
                String r = "caught " + e.getMessage();
                for (Throwable s : e.getSuppressed()) if (s instanceof IOException) r += " [" + s.getMessage() + await(later("]"));
                return Coroutine.of(r);
              } finally {
                log("finally " + await(later(k)));
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              for (int k = 0; k < 4; k++) log(await(f(k)));
              return Coroutine.of("end");
            }
            """)
        .prints(
            "open a0",
            "open b",
            "close b",
            "close a0",
            "finally 0",
            "a0b",
            "open a1",
            "open b",
            "close b",
            "close a1",
            "finally 1",
            "caught close b [close a1]",
            "open a2",
            "open b",
            "close b",
            "close a2",
            "finally 2",
            "caught body [close b]",
            "open a3",
            "close a3",
            "finally 3",
            "caught open",
            "= end");
  }

  @Test
  void d08_resourceWhoseCloseAwaits() {
    Case.of(
            """
            static class R {
              @Async Coroutine<Void> close(String how) { log("closing " + how); await(later(1)); log("closed"); return Coroutine.done(); }
            }
            @Async static Coroutine<String> use(boolean fail) throws Exception {
              R r = await(later(new R()));
              Throwable primary = null;
              try {
                if (fail) await(fails(new IOException("body")));
                return Coroutine.of(await(later("value")));
              } catch (Throwable t) {
                primary = t;
                throw t;
              } finally {
                await(r.close(primary == null ? "well" : primary.getMessage()));
              }
            }
            @Async static Coroutine<Object> run() throws Exception {
              log(await(use(false)));
              return Coroutine.of(await(use(true)));
            }
            """)
        .prints(
            "closing well",
            "closed",
            "value",
            "closing body",
            "closed",
            "! java.io.IOException: body");
  }
}
