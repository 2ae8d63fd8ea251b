package dev.fermata.transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.cases.harness.Compiler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The design page shows what the transformer writes, and names what there is. */
class DesignPageTest {
  private static final String IMPORTS =
      "import static dev.fermata.Fermata.*; import dev.fermata.*; import java.time.Duration; ";

  private static final Pattern CLASS = Pattern.compile("`(?:([a-z]+)\\.)?([A-Z]\\w+)`");

  @Test
  void codeOnThePageIsWhatTheTransformerWrites() throws IOException {
    DocumentationPage page = new DocumentationPage("design.md");
    String source = DocumentationPage.blocks(page.text(), "java").get(0);
    byte[] compiled =
        Compiler.JAVAC
            .compile(Map.of("Shop.java", IMPORTS + source), List.of("-g", "--release", "17"))
            .get("Shop");
    Result result = new Transformer(Options.defaults()).transform(compiled, "Shop");
    assertEquals(List.of(), result.diagnostics());
    CodeText before = new CodeText(compiled);
    CodeText after = new CodeText(result.bytes());
    page.assertIs(
        DocumentationPage.withBlocks(
            page.text(),
            "jvm",
            List.of(
                before.methods("price"),
                after.methods("price"),
                after.methods(".*price.*start"),
                after.methods(".*price.*resume"),
                after.methods(".*total.*start"),
                after.methods("fermata.dispatch.*"))));
  }

  @Test
  void everyClassThatThePageNamesIsThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    CLASS
        .matcher(new DocumentationPage("design.md").text())
        .results()
        .map(match -> binaryName(match.group(1), match.group(2)))
        .filter(name -> !isThere(name))
        .forEach(missing::add);
    assertEquals(Set.of(), missing);
  }

  private static String binaryName(String layer, String name) {
    if (layer == null) {
      return name.matches("R\\dP\\d")
          ? "dev.fermata.continuation.Frames$" + name
          : "dev.fermata.transformer." + name;
    }
    boolean isTransformers = !Set.of("agent", "continuation", "files", "javac").contains(layer);
    return "dev.fermata." + (isTransformers ? "transformer." : "") + layer + "." + name;
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, DesignPageTest.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Test
  void everyPackageIsNamed() throws Exception {
    String page = new DocumentationPage("design.md").text();
    for (String name : packages()) {
      assertTrue(page.contains("`" + name + "`"), name);
    }
  }

  private static Set<String> packages() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Transformer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path root = classes.resolve("dev/fermata");
    try (Stream<Path> files = Files.walk(root)) {
      Set<String> packages = new TreeSet<>();
      files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> root.relativize(file.getParent()).getFileName().toString())
          .filter(name -> !name.equals("transformer"))
          .forEach(packages::add);
      return packages;
    }
  }
}
