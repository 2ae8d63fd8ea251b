package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The architecture, held against the class files: packages use each other in one direction only,
 * and the runtime's API stands in front of its kernel. The tables are the architecture.
 */
class StructureIT {
  private static final String ROOT = "dev.fermata";
  private static final String INTERNAL = "dev.fermata.internal.";

  /** The runtime's packages, each with those that it may use, from the bottom up. */
  private static final Map<String, Set<String>> RUNTIME =
      Map.ofEntries(
          Map.entry("internal.code", Set.of()),
          Map.entry("internal.loop", Set.of()),
          Map.entry("continuation", Set.of("internal.code")),
          // Its types only; what its entry points use stands in ENTRY_POINTS.
          Map.entry("", Set.of("continuation")),
          Map.entry("internal.core", Set.of("", "continuation", "internal.code", "internal.loop")),
          Map.entry("internal.wait", Set.of("", "continuation", "internal.core")),
          Map.entry(
              "internal.combine", Set.of("", "continuation", "internal.core", "internal.wait")),
          Map.entry(
              "internal.generate",
              Set.of("", "continuation", "internal.combine", "internal.core", "internal.wait")),
          Map.entry(
              "internal.bridge", Set.of("", "continuation", "internal.core", "internal.loop")),
          Map.entry(
              "internal.threads", Set.of("", "continuation", "internal.core", "internal.loop")),
          Map.entry("internal.observe", Set.of("", "continuation", "internal.core")),
          Map.entry(
              "internal.run",
              Set.of(
                  "",
                  "continuation",
                  "internal.bridge",
                  "internal.core",
                  "internal.generate",
                  "internal.loop",
                  "internal.observe",
                  "internal.threads")),
          // Its types only; what its entry points use stands in ENTRY_POINTS.
          Map.entry("net", Set.of("", "continuation", "internal.core", "internal.wait")),
          Map.entry(
              "internal.net",
              Set.of(
                  "",
                  "continuation",
                  "internal.combine",
                  "internal.core",
                  "internal.loop",
                  "internal.threads",
                  "internal.wait",
                  "net")),
          Map.entry(
              "internal.net.tls",
              Set.of(
                  "",
                  "continuation",
                  "internal.combine",
                  "internal.core",
                  "internal.loop",
                  "internal.net",
                  "internal.threads",
                  "internal.wait",
                  "net")),
          // Its types only; what its entry points use stands in ENTRY_POINTS.
          Map.entry("process", Set.of("", "net")),
          Map.entry(
              "internal.process",
              Set.of(
                  "",
                  "continuation",
                  "internal.core",
                  "internal.loop",
                  "internal.threads",
                  "internal.wait",
                  "net",
                  "process")),
          Map.entry("sync", Set.of("", "continuation", "internal.core", "internal.wait")));

  /**
   * The classes that reach into the library, and what they use there. The other classes of the root
   * are types, which use types and their own superclass.
   */
  private static final Map<String, Set<String>> ENTRY_POINTS =
      Map.of(
          "Fermata",
          Set.of(
              "bridge.Stages",
              "combine.AsCompleted",
              "combine.GatherFuture",
              "combine.MapConcurrent",
              "combine.ShieldFuture",
              "combine.WaitCoroutine",
              "combine.WaitForCoroutine",
              "combine.WithTimeoutCoroutine",
              "core.BodyCoroutine",
              "core.LoopEngine",
              "core.SharedVariables",
              "core.SleepCoroutine",
              "core.TaskContext",
              "core.Tasks",
              "core.Untransformed",
              "core.YieldCoroutine",
              "threads.ExecutorCoroutine"),
          "Runner",
          Set.of(
              "core.Futures",
              "core.Log",
              "core.LoopEngine",
              "core.Callback",
              "core.Tasks",
              "core.Variables",
              "run.Loops",
              "run.WindUp",
              "threads.Grace",
              "threads.Interrupts",
              "threads.ShutdownHook"),
          "EventLoops",
          Set.of("observe.LiveLoops"),
          "net.Net",
          Set.of(
              "net.ConnectCoroutine",
              "net.DatagramsCoroutine",
              "net.Layer",
              "net.ListenCoroutine",
              "net.Lookup",
              "net.MemoryStream",
              "net.ReadinessCoroutine",
              "net.ServeOnEachCoroutine",
              "net.tls.ConnectTls",
              "net.tls.StartTls",
              "net.tls.TlsLayer"),
          "LoopGroup",
          Set.of("combine.RunOnEach"),
          "process.Subprocess",
          Set.of("process.ChildProcess", "process.RunCoroutine", "process.StartCoroutine"),
          "process.Signals",
          Set.of("process.SignalIterator"),
          "LoopThread",
          Set.of(
              "core.Callback",
              "core.Log",
              "core.LoopEngine",
              "run.Loops",
              "threads.Grace",
              "threads.ShutdownHook"));

  /** The tools' packages, each with those of the tools that it may use. */
  private static final Map<String, Set<String>> TOOLS =
      Map.of(
          "files",
          Set.of(),
          "agent",
          Set.of(
              "transformer", "transformer.diagnostic", "transformer.inspect", "transformer.scan"),
          "javac",
          Set.of("transformer", "transformer.diagnostic", "transformer.scan"),
          "cli",
          Set.of("files", "transformer", "transformer.diagnostic", "transformer.inspect"),
          "maven",
          Set.of("files", "transformer", "transformer.diagnostic"),
          // Of the runtime, its types and entry points.
          "junit",
          Set.of(""),
          "junit.internal",
          Set.of("", "agent"));

  /** As many classes as may use each other in a circle: futures, tasks and the core of a loop. */
  private static final int LARGEST_CIRCLE = 12;

  private static Path classes(String module) {
    return Repository.ROOT.resolve(module).resolve("target/classes");
  }

  private static final ClassGraph GRAPH = ClassGraph.of(classes("runtime/core"));

  /** The name of a package below the runtime's root, empty for that itself. */
  private static String layer(String name) {
    String folder = ClassGraph.packageOf(name);
    return folder.equals(ROOT) ? "" : folder.substring(ROOT.length() + 1);
  }

  private static boolean isEntryPoint(String name) {
    return ENTRY_POINTS.containsKey(name.substring(ROOT.length() + 1));
  }

  /** Whether an edge leads from a class to one that it extends: of a type, that has its state. */
  private static boolean isToSuperclass(String from, String to) {
    if (!GRAPH.classes().contains(from)) {
      return false;
    }
    for (Class<?> type = load(from); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isExempt(String from, String to) {
    return isToSuperclass(from, to) || (isEntryPoint(from) && to.startsWith(INTERNAL));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, StructureIT.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void packages_of_the_runtime_use_only_those_below_them() {
    Set<String> breaches = new TreeSet<>();
    for (String from : GRAPH.classes()) {
      assertTrue(RUNTIME.containsKey(layer(from)), "a package without a layer: " + from);
      for (String to : GRAPH.usedBy(from)) {
        boolean allowed =
            layer(from).equals(layer(to)) || RUNTIME.get(layer(from)).contains(layer(to));
        if (!allowed && !isExempt(from, to)) {
          breaches.add(from + " uses " + to);
        }
      }
    }
    assertEquals(Set.of(), breaches);
  }

  /** Of the transformer's packages, a test of its own has the table. */
  @ParameterizedTest
  @ValueSource(strings = {"transformer", "maven-plugin", "cli", "runtime/junit"})
  void packages_of_the_tools_use_only_those_below_them(String module) {
    ClassGraph graph = ClassGraph.of(classes(module));
    Set<String> breaches = new TreeSet<>();
    for (String from : graph.classes()) {
      for (String to : graph.usedBy(from)) {
        boolean isTransformers = layer(from).startsWith("transformer");
        assertTrue(
            isTransformers || TOOLS.containsKey(layer(from)), "a package without a layer: " + from);
        boolean allowed =
            isTransformers
                ? !layer(to).equals("agent")
                : layer(from).equals(layer(to)) || TOOLS.get(layer(from)).contains(layer(to));
        if (!allowed) {
          breaches.add(from + " uses " + to);
        }
      }
    }
    assertEquals(Set.of(), breaches);
  }

  @Test
  void entry_points_use_what_the_table_says_and_no_internal_class_uses_them() {
    Map<String, Set<String>> used = new TreeMap<>();
    Set<String> breaches = new TreeSet<>();
    for (String from : GRAPH.classes()) {
      for (String to : GRAPH.usedBy(from)) {
        if (isEntryPoint(from) && to.startsWith(INTERNAL)) {
          used.computeIfAbsent(from.substring(ROOT.length() + 1), name -> new TreeSet<>())
              .add(to.substring(INTERNAL.length()));
        }
        if (from.startsWith(INTERNAL) && isEntryPoint(to)) {
          breaches.add(from + " uses " + to);
        }
      }
    }
    assertEquals(new TreeMap<>(ENTRY_POINTS), used);
    assertEquals(Set.of(), breaches);
  }

  @Test
  void circles_of_the_runtimes_classes_are_small() {
    List<Set<String>> circles = GRAPH.without(StructureIT::isExempt).circles();
    assertTrue(circles.get(0).size() <= LARGEST_CIRCLE, circles.get(0)::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runtime/core", "transformer", "maven-plugin", "cli", "runtime/junit"})
  void packages_of_a_module_use_each_other_in_no_circle(String module) {
    ClassGraph graph = ClassGraph.of(classes(module)).without(StructureIT::isExempt);
    assertEquals(List.of(), graph.ofPackages().circles());
  }

  @Test
  void exported_packages_hold_public_types_only() {
    List<String> hidden = new ArrayList<>();
    for (String name : GRAPH.classes()) {
      if (!name.startsWith(INTERNAL) && !Modifier.isPublic(load(name).getModifiers())) {
        hidden.add(name);
      }
    }
    assertEquals(List.of(), hidden);
  }

  @Test
  void bases_of_public_types_show_programs_no_more_than_those_do() {
    Set<String> shown = new TreeSet<>();
    for (String name : GRAPH.classes()) {
      Class<?> type = load(name);
      Class<?> base = type.getSuperclass();
      if (!name.startsWith(INTERNAL) && base != null && base.getName().startsWith(INTERNAL)) {
        addHidden(type, base, shown);
      }
    }
    assertEquals(Set.of(), shown);
  }

  /** Adds the public members of a base that the public type does not declare itself. */
  private static void addHidden(Class<?> type, Class<?> base, Set<String> shown) {
    for (Method method : base.getDeclaredMethods()) {
      boolean isShown = Modifier.isPublic(method.getModifiers()) && !method.isSynthetic();
      if (isShown
          && Stream.of(type.getDeclaredMethods()).noneMatch(own -> overrides(own, method))) {
        shown.add(type.getSimpleName() + " shows " + method);
      }
    }
    for (Field field : base.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        shown.add(type.getSimpleName() + " shows " + field);
      }
    }
  }

  private static boolean overrides(Method own, Method other) {
    return own.getName().equals(other.getName())
        && Arrays.equals(own.getParameterTypes(), other.getParameterTypes());
  }
}
