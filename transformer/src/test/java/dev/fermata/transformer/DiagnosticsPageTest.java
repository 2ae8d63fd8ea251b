package dev.fermata.transformer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.Coroutine;
import dev.fermata.EventLoop;
import dev.fermata.Fermata;
import dev.fermata.transformer.cases.harness.Compiler;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of diagnostics has all ids, and its examples make the transformer say what it says. */
class DiagnosticsPageTest {
  private static final Pattern HEADING = Pattern.compile("## (FERMATA-\\d{3})\n");
  private static final Pattern CLASS = Pattern.compile("(?:class|interface) (\\w+)");
  private static final Pattern ANNOUNCED =
      Pattern.compile("\\s*// (error|warning)\\[(FERMATA-\\d{3})]: (.*)");

  private static DocumentationPage page;

  /** What stands before a source's first line, in that line. */
  private static String imports;

  private static final Map<String, List<Diagnostic>> FINDINGS = new HashMap<>();

  /** The sections by id. */
  private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

  /** The files that the examples are compiled to, those that are refused and those put right. */
  private static Map<String, byte[]> wrong;

  private static Map<String, byte[]> right;

  @BeforeAll
  static void compile() throws IOException {
    page = new DocumentationPage("diagnostics.md");
    imports = DocumentationPage.blocks(page.text(), "java").get(0).replace('\n', ' ');
    Map<String, String> wrongSources = new LinkedHashMap<>();
    Map<String, String> rightSources = new LinkedHashMap<>();
    for (String section : page.sections()) {
      Matcher heading = HEADING.matcher(section);
      if (heading.lookingAt()) {
        SECTIONS.put(heading.group(1), section);
        for (String example : DocumentationPage.blocks(section, "java")) {
          Map<String, String> sources = isAnnounced(example) ? wrongSources : rightSources;
          sources.put(className(example) + ".java", imports + expanded(example));
        }
      }
    }
    List<String> options = List.of("-g", "--release", "17", "-nowarn");
    wrong = Compiler.JAVAC.compile(wrongSources, options);
    right = Compiler.JAVAC.compile(rightSources, options);
  }

  private static boolean isAnnounced(String example) {
    return ANNOUNCED.matcher(example).find();
  }

  private static String className(String example) {
    Matcher name = CLASS.matcher(example);
    assertTrue(name.find(), example);
    return name.group(1);
  }

  /** An example whose lines that end with "// 100 times" are as often in their line. */
  private static String expanded(String example) {
    return Pattern.compile("^( *)(.*) // ([\\d,]+) times$", Pattern.MULTILINE)
        .matcher(example)
        .replaceAll(
            line ->
                Matcher.quoteReplacement(
                    line.group(2).repeat(Integer.parseInt(line.group(3).replace(",", "")))));
  }

  @Test
  void pageHasEachIdInOrderAndNoOther() {
    List<String> ids =
        Arrays.stream(DiagnosticKind.values()).map(DiagnosticKind::id).sorted().toList();
    assertEquals(ids, List.copyOf(SECTIONS.keySet()));
  }

  @Test
  void messagesAreThoseOfTheExamples() throws IOException {
    StringBuilder expected = new StringBuilder();
    for (String section : page.sections()) {
      Matcher heading = HEADING.matcher(section);
      expected.append(
          heading.lookingAt()
              ? DocumentationPage.withBlocks(section, "text", List.of(message(heading.group(1))))
              : section);
    }
    page.assertIs(expected.toString());
  }

  /** What is printed; as on the page where only the number of bytes is another one. */
  private static String message(String id) {
    String printed = printed(id);
    String onPage = DocumentationPage.blocks(SECTIONS.get(id), "text").get(0);
    return withoutSizes(printed).equals(withoutSizes(onPage)) ? onPage : printed;
  }

  private static String withoutSizes(String message) {
    return message.replaceAll("\\d{5,} bytes", "many bytes");
  }

  private static String printed(String id) {
    String example = wrongExample(id);
    if (example == null) {
      return ClassFileExamples.message(id);
    }
    StringBuilder lines = new StringBuilder();
    findings(example).forEach(finding -> lines.append(finding).append('\n'));
    return lines.toString();
  }

  private static String wrongExample(String id) {
    return DocumentationPage.blocks(SECTIONS.get(id), "java").stream()
        .filter(DiagnosticsPageTest::isAnnounced)
        .findFirst()
        .orElse(null);
  }

  private static List<Diagnostic> findings(String example) {
    return FINDINGS.computeIfAbsent(className(example), DiagnosticsPageTest::findingsOf);
  }

  private static List<Diagnostic> findingsOf(String className) {
    Transformer transformer = new Transformer(Options.defaults());
    List<Diagnostic> found = new ArrayList<>();
    wrong.forEach(
        (name, bytes) -> {
          if (name.equals(className) || name.startsWith(className + "$")) {
            found.addAll(transformer.transform(bytes, name).diagnostics());
          }
        });
    found.sort(Comparator.comparingInt(Diagnostic::line));
    return found;
  }

  @Test
  void commentsOfTheExamplesStandAboveTheLinesThatAreMeant() {
    for (String id : SECTIONS.keySet()) {
      String example = wrongExample(id);
      if (example != null) {
        List<Announced> announced = announced(example);
        List<Diagnostic> found = findings(example);
        assertEquals(announced.size(), found.size(), id + ": " + found);
        for (int i = 0; i < found.size(); i++) {
          announced.get(i).assertIs(found.get(i), id);
        }
      }
    }
  }

  /** What a comment announces for the line below it. */
  private record Announced(int line, String severity, String id, String fragment) {
    void assertIs(Diagnostic finding, String section) {
      assertEquals(section, id);
      assertEquals(id, finding.id());
      assertEquals(severity, finding.severity().word());
      assertTrue(finding.line() == line || finding.line() == 0, finding.toString());
      assertTrue(finding.toString().contains(fragment), finding.toString());
    }
  }

  private static List<Announced> announced(String example) {
    List<Announced> announced = new ArrayList<>();
    List<String> lines = example.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher comment = ANNOUNCED.matcher(lines.get(i));
      if (comment.matches()) {
        announced.add(new Announced(i + 2, comment.group(1), comment.group(2), comment.group(3)));
      }
    }
    return announced;
  }

  @Test
  void examplesPutRightAreTransformedWithoutFindingsAndRun() throws Exception {
    Map<String, byte[]> transformed = new LinkedHashMap<>();
    Transformer transformer = new Transformer(Options.defaults());
    right.forEach(
        (name, bytes) -> {
          Result result = transformer.transform(bytes, name);
          assertEquals(List.of(), result.diagnostics());
          transformed.put(name, result.bytes());
        });
    PrintStream console = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    try {
      assertTrue(run(transformed) > 10);
    } finally {
      System.setOut(console);
    }
  }

  /** Runs each method that can be run by itself, and tells how many there are. */
  private static int run(Map<String, byte[]> transformed) throws Exception {
    Loader loader = new Loader(transformed);
    int run = 0;
    for (String name : transformed.keySet()) {
      for (Method method : loader.loadClass(name).getDeclaredMethods()) {
        if (isRunnable(method)) {
          method.setAccessible(true);
          Fermata.run((Coroutine<?>) method.invoke(null), EventLoop.createVirtual());
          run++;
        }
      }
    }
    return run;
  }

  private static boolean isRunnable(Method method) {
    return Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() == 0
        && method.getReturnType() == Coroutine.class;
  }

  /** Defines the examples. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(DiagnosticsPageTest.class.getClassLoader());
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
