package dev.fermata.agent.programs;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program in which many threads load asynchronous classes at a time, each by loaders of its own.
 */
public final class Parallel {
  private static final int THREADS = 8;
  private static final int LOADERS = 200;

  private Parallel() {}

  /** Prints a greeting for each loader. */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> greetings = new ArrayList<>();
    for (int i = 0; i < LOADERS; i++) {
      greetings.add(threads.submit(Parallel::greet));
    }
    for (Future<?> greeting : greetings) {
      greeting.get();
    }
    threads.shutdown();
  }

  private static Void greet() throws Exception {
    URL here = Parallel.class.getProtectionDomain().getCodeSource().getLocation();
    try (Isolated loader = new Isolated(here)) {
      Class<?> hello = loader.loadClass("dev.fermata.agent.programs.Hello");
      hello.getMethod("main", String[].class).invoke(null, (Object) new String[] {"you"});
    }
    return null;
  }

  /** Loads the programs anew, and the runtime from where it is. */
  private static final class Isolated extends URLClassLoader {
    Isolated(URL place) {
      super(new URL[] {place}, Parallel.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals("dev.fermata.agent.programs.Hello")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
