package dev.fermata.transformer.cases.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Compiles sources to class files in memory. */
public final class Compiler {
  /** The JDK's own compiler. */
  public static final Compiler JAVAC =
      new Compiler("javac", ToolProvider.getSystemJavaCompiler(), "-Xplugin:Fermata skip");

  /** Eclipse's compiler, whose code for {@code finally} and {@code switch} has other shapes. */
  public static final Compiler ECJ = new Compiler("ecj", new EclipseCompiler(), "-proc:none");

  private final String name;
  private final JavaCompiler tool;

  /** Leaves the classes as they are, for the transformer is on the tests' own class path. */
  private final String withoutFermata;

  private final StandardJavaFileManager files;

  private Compiler(String name, JavaCompiler tool, String withoutFermata) {
    this.name = name;
    this.tool = tool;
    this.withoutFermata = withoutFermata;
    this.files =
        ToolProvider.getSystemJavaCompiler()
            .getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /**
   * Compiles against the class path of the tests.
   *
   * @param sources the texts by path, such as {@code targets/Target.java}
   * @param options the compiler's options
   * @return the class files by binary name, in the order of their names
   * @throws AssertionError when the sources have errors
   */
  public synchronized Map<String, byte[]> compile(
      Map<String, String> sources, List<String> options) {
    try {
      // On disk, because Eclipse's compiler takes no sources from memory.
      Path folder = Files.createTempDirectory("sources");
      try {
        return compile(write(sources, folder), sources, options);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, byte[]> compile(
      List<Path> paths, Map<String, String> sources, List<String> options) {
    Memory memory = new Memory(files);
    StringWriter messages = new StringWriter();
    Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(paths);
    List<String> all = new ArrayList<>(options);
    all.add(withoutFermata);
    if (!tool.getTask(messages, memory, null, all, null, units).call()) {
      throw new AssertionError(this + " " + options + "\n" + messages + "\n" + sources);
    }
    return memory.classes();
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Path> write(Map<String, String> sources, Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path path = folder.resolve(source.getKey());
      Files.createDirectories(path.getParent());
      paths.add(Files.writeString(path, source.getValue()));
    }
    return paths;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Keeps the class files; its parent, which knows the JDK and the class path, stays open. */
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

    Memory(JavaFileManager parent) {
      super(parent);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String name = className.replace('/', '.');
      return new SimpleJavaFileObject(URI.create("memory:///" + className + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          outputs.put(name, bytes);
          return bytes;
        }
      };
    }

    @Override
    public void close() {}

    Map<String, byte[]> classes() {
      Map<String, byte[]> classes = new TreeMap<>();
      outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
      return classes;
    }
  }
}
