package dev.fermata.transformer.random;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import dev.fermata.transformer.cases.harness.Journal;
import dev.fermata.transformer.diagnostic.Diagnostic;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Some programs that are compiled together, in both forms, and run. A program fails when the
 * transformer refuses it, the JVM does not verify it, or a run of it differs from that of its plain
 * form.
 */
final class Batch {
  private static final int[] MODES = {Later.ALL_DONE, Later.ALL_PENDING, 2, 3};
  private static final long LIMIT_SECONDS = 30;

  private final Setup setup;
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final Map<Program, String> failures = new LinkedHashMap<>();
  private final Map<Program, String> notCompiled = new LinkedHashMap<>();

  /** For programs of the setup's level. */
  Batch(Setup setup, List<Program> list) {
    this.setup = setup;
    for (Program program : list) {
      programs.put("p" + programs.size(), program);
    }
  }

  /**
   * Runs all programs.
   *
   * @return what is wrong, by program
   */
  Map<Program, String> run() {
    Map<String, byte[]> plain = compile(false);
    Map<String, byte[]> before = compile(true);
    verify(plain);
    verify(before);
    Map<String, byte[]> async = transform(before);
    Map<String, List<String>> expected = new LinkedHashMap<>();
    Loader straight = new Loader(plain);
    for (String name : programs.keySet()) {
      expected.put(name, limited(() -> run(straight, name)));
    }
    for (int mode : MODES) {
      Loader loader = new Loader(async);
      for (Map.Entry<String, Program> entry : programs.entrySet()) {
        if (!failures.containsKey(entry.getValue())) {
          Later.begin(mode);
          List<String> actual = limited(() -> run(loader, entry.getKey()));
          compare(entry.getValue(), mode, expected.get(entry.getKey()), actual);
        }
      }
    }
    return failures;
  }

  /** The programs that the compiler fails on; some do, by defects of theirs. */
  Map<Program, String> notCompiled() {
    return notCompiled;
  }

  private Map<String, byte[]> compile(boolean isAsync) {
    Map<String, byte[]> classes = new TreeMap<>();
    compile(isAsync, List.copyOf(programs.keySet()), classes);
    return classes;
  }

  /** Compiles programs all together, and in smaller groups where that fails. */
  private void compile(boolean isAsync, List<String> names, Map<String, byte[]> classes) {
    if (names.isEmpty()) {
      return;
    }
    Map<String, String> sources = new TreeMap<>();
    for (String name : names) {
      sources.put(name + "/Target.java", programs.get(name).source(isAsync, name));
    }
    try {
      classes.putAll(setup.compile(sources));
    } catch (AssertionError e) {
      if (names.size() == 1) {
        notCompiled.put(programs.remove(names.get(0)), e.getMessage());
      } else {
        int half = names.size() / 2;
        compile(isAsync, names.subList(0, half), classes);
        compile(isAsync, names.subList(half, names.size()), classes);
      }
    }
  }

  /** Leaves programs out for which the compiler wrote code that the JVM does not verify. */
  private void verify(Map<String, byte[]> classes) {
    Loader loader = new Loader(classes);
    for (String name : classes.keySet()) {
      String folder = name.substring(0, name.indexOf('.'));
      try {
        Objects.requireNonNull(loader.loadClass(name).getDeclaredMethods());
      } catch (VerifyError | ClassFormatError e) {
        Program program = programs.remove(folder);
        if (program != null) {
          notCompiled.put(program, describe(e));
        }
      } catch (ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Map<String, byte[]> transform(Map<String, byte[]> classes) {
    Transformer transformer = new Transformer(Options.defaults());
    Map<String, Program> all = Map.copyOf(programs);
    Map<String, byte[]> transformed = new TreeMap<>();
    classes.forEach(
        (name, bytes) -> {
          Program program = all.get(name.substring(0, name.indexOf('.')));
          if (program == null) {
            return;
          }
          Result result = transformer.transform(bytes, name);
          transformed.put(name, result.bytes());
          result.diagnostics().stream()
              .filter(Diagnostic::isError)
              .findFirst()
              .ifPresent(error -> failures.put(program, error.toString()));
        });
    return transformed;
  }

  private void compare(Program program, int mode, List<String> expected, List<String> actual) {
    if (expected.equals(actual)) {
      return;
    }
    int line = 0;
    while (line < Math.min(expected.size(), actual.size())
        && expected.get(line).equals(actual.get(line))) {
      line++;
    }
    failures.put(
        program,
        "mode %d, line %d:%n  expected %s%n  but was  %s"
            .formatted(
                mode,
                line,
                expected.subList(line, Math.min(expected.size(), line + 5)),
                actual.subList(line, Math.min(actual.size(), line + 5))));
  }

  // ------------------------------------------------------------------ running

  private static List<String> run(Loader loader, String name) {
    List<String> journal = Journal.begin();
    try {
      Method run = loader.loadClass(name + ".Target").getDeclaredMethod("run");
      run.setAccessible(true);
      Object result = run.invoke(null);
      if (result instanceof Coroutine<?> coroutine) {
        result = Fermata.run(coroutine, EventLoop.createVirtual());
      }
      journal.add("= " + result);
    } catch (InvocationTargetException e) {
      journal.add("! " + describe(e.getCause()));
    } catch (Throwable e) {
      journal.add("! " + describe(e));
    }
    return new ArrayList<>(journal);
  }

  /** A null's description depends on what the JVM knows of where it came from. */
  private static String describe(Throwable e) {
    return e instanceof NullPointerException
        ? "NullPointerException"
        : e.toString().lines().findFirst().orElse("");
  }

  private static List<String> limited(java.util.concurrent.Callable<List<String>> run) {
    FutureTask<List<String>> task = new FutureTask<>(run);
    Thread thread = new Thread(task, "random program");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of("did not end");
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Defines the classes of a batch. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(Batch.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }
}
