package dev.fermata.agent.programs;

import static dev.fermata.Fermata.await;
import static dev.fermata.Fermata.run;
import static dev.fermata.Fermata.yieldNow;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.fermata.Async;
import dev.fermata.Coroutine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.mockito.MockMakers;
import org.mockito.MockedStatic;

/** A program that mocks and proxies classes with asynchronous methods. */
public final class Mocks {
  private Mocks() {}

  /** An interface with an asynchronous method that has code. */
  public interface Source {
    /** The one after {@code n}, for real. */
    @Async
    default Coroutine<Integer> after(int n) {
      await(yieldNow());
      return Coroutine.of(n + await(step()));
    }

    /** How far it goes. */
    Coroutine<Integer> step();
  }

  /** A class that can be extended. */
  public static class Service {
    /** Loads, for real. */
    @Async
    public Coroutine<String> load(String key) throws Exception {
      await(yieldNow());
      return Coroutine.of("real " + key + await(part(key)));
    }

    @Async
    Coroutine<String> part(String key) {
      await(yieldNow());
      return Coroutine.of("/" + key.length());
    }
  }

  /** A class that cannot be extended. */
  public static final class Closed {
    /** Counts, for real. */
    @Async
    public Coroutine<Integer> count() {
      await(yieldNow());
      return Coroutine.of(1);
    }
  }

  /** A class with a static method. */
  public static final class Names {
    private Names() {}

    /** A name, for real. */
    @Async
    public static Coroutine<String> next() {
      await(yieldNow());
      return Coroutine.of("real");
    }
  }

  @Async
  static Coroutine<String> names() {
    String first = await(Names.next());
    return Coroutine.of(first + " " + await(Names.next()));
  }

  @Async
  static Coroutine<String> load(Service service, String key) throws Exception {
    String first = await(service.load(key));
    return Coroutine.of(first + ", " + await(service.load(key)));
  }

  @Async
  static Coroutine<Integer> count(Closed closed) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += await(closed.count());
    }
    return Coroutine.of(sum);
  }

  @Async
  static Coroutine<Integer> after(Source source, int n) {
    return Coroutine.of(await(source.after(n)));
  }

  /** Prints what callers of mocks, spies and proxies see. */
  public static void main(String[] arguments) throws Exception {
    services();
    Closed closed = mock(Closed.class);
    when(closed.count()).thenAnswer(call -> Coroutine.of(7));
    System.out.println("final class: " + run(count(closed)) + ", " + run(count(new Closed())));
    sources();
    String before = run(names()) + ", " + run(names());
    try (MockedStatic<Names> mocked = mockStatic(Names.class)) {
      mocked.when(Names::next).thenAnswer(call -> Coroutine.of("stubbed"));
      System.out.println("static: " + before + ", " + run(names()));
    }
    System.out.println("static: " + run(names()));
  }

  private static void services() throws Exception {
    Service service = mock(Service.class);
    when(service.load("a")).thenAnswer(call -> Coroutine.of("stubbed"));
    System.out.println("mock: " + run(load(service, "a")));
    verify(service, times(2)).load("a");

    Service spy = spy(new Service());
    System.out.println("spy: " + run(load(spy, "b")));
    verify(spy, times(2)).part("b");
    doReturn(Coroutine.of("stubbed")).when(spy).part("c");
    System.out.println("spy with a stubbed method: " + run(spy.load("c")));

    when(service.load("d")).thenCallRealMethod();
    when(service.part("d")).thenAnswer(call -> Coroutine.of("?"));
    System.out.println("mock that calls the real method: " + run(service.load("d")));
  }

  private static void sources() throws Exception {
    Source inline = mock(Source.class);
    Source subclass = mock(Source.class, withSettings().mockMaker(MockMakers.SUBCLASS));
    for (Source source : new Source[] {inline, subclass}) {
      when(source.step()).thenAnswer(call -> Coroutine.of(10));
      when(source.after(1)).thenCallRealMethod();
      when(source.after(2)).thenAnswer(call -> Coroutine.of(-1));
      System.out.println("interface: " + run(after(source, 1)) + ", " + run(after(source, 2)));
    }
    InvocationHandler handler =
        (proxy, method, given) ->
            method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, given)
                : Coroutine.of(100);
    Class<?>[] types = {Source.class};
    Source proxy = (Source) Proxy.newProxyInstance(Source.class.getClassLoader(), types, handler);
    System.out.println("proxy: " + run(after(proxy, 1)));
  }
}
