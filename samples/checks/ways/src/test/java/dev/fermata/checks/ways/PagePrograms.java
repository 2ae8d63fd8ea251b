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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Java programs of a page: compiled together, transformed, and run in this process. */
final class PagePrograms {
  private static final Pattern MAIN_CLASS = Pattern.compile("public class (\\w+)");

  private PagePrograms() {}

  /** Runs programs one after the other, and gives what each prints. */
  static List<List<String>> run(List<Program> programs, Path scratch) throws Exception {
    List<Path> sources = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      // A package of its own for each, so that one run of the compiler takes all.
      Path folder = Files.createDirectories(scratch.resolve(packageName(i)));
      String text = "package " + packageName(i) + ";\n" + programs.get(i).text();
      sources.add(Files.writeString(folder.resolve(mainClass(programs.get(i)) + ".java"), text));
    }
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    Compiler.compile(sources, classes);
    transform(classes);
    List<List<String>> outputs = new ArrayList<>();
    ClassLoader parent = PagePrograms.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent)) {
      for (int i = 0; i < programs.size(); i++) {
        outputs.add(output(loader.loadClass(packageName(i) + "." + mainClass(programs.get(i)))));
      }
    }
    return outputs;
  }

  private static String packageName(int program) {
    return "p" + program;
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
