package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.checks.ways.Page.Program;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The Java programs of a page: compiled together, transformed, and run in this process. */
final class PagePrograms {
  private static final Pattern MAIN_CLASS = Pattern.compile("public class (\\w+)");

  private PagePrograms() {}

  /** Runs programs one after the other, and gives what each prints. */
  static List<List<String>> run(List<Program> programs, Path scratch) throws Exception {
    List<String> mainClasses = mainClasses(programs);
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      sources.add(source(mainClasses.get(i), programs.get(i).text(), scratch));
    }
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    Compiler.compile(sources, classes);
    transform(classes);
    List<List<String>> outputs = new ArrayList<>();
    ClassLoader parent = PagePrograms.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent)) {
      for (String mainClass : mainClasses) {
        outputs.add(output(loader.loadClass(mainClass)));
      }
    }
    return outputs;
  }

  /**
   * The classes to run. Where several have one name, each gets a package of its own, so that one
   * run of the compiler takes all.
   */
  private static List<String> mainClasses(List<Program> programs) {
    List<String> names = programs.stream().map(PagePrograms::mainClass).toList();
    if (Set.copyOf(names).size() == names.size()) {
      return names;
    }
    return IntStream.range(0, names.size()).mapToObj(i -> "p" + i + "." + names.get(i)).toList();
  }

  private static Path source(String mainClass, String text, Path scratch) throws IOException {
    int dot = mainClass.indexOf('.');
    String declaration = dot < 0 ? "" : "package " + mainClass.substring(0, dot) + ";\n";
    Path file = scratch.resolve(mainClass.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, declaration + text);
  }

  private static String mainClass(Program program) {
    Matcher matcher = MAIN_CLASS.matcher(program.text());
    assertTrue(matcher.find(), program.text());
    return matcher.group(1);
  }

  private static void transform(Path classes) throws IOException {
    Transformer transformer = new Transformer(Options.defaults());
    for (Path file : Repository.files(classes, ".class")) {
      Result result = transformer.transform(Files.readAllBytes(file), file.toString());
      assertFalse(result.hasErrors(), () -> result.diagnostics().toString());
      Files.write(file, result.bytes());
    }
  }

  private static List<String> output(Class<?> program) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
