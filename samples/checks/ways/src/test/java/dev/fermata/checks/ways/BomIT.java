package dev.fermata.checks.ways;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whoever imports the BOM gets one version of each artifact that a program can depend on. */
class BomIT {
  private static final Path BOM = Repository.ROOT.resolve("runtime/bom");

  private static Document pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile());
  }

  /** The text of an element's first child of a name, which is none of a child's. */
  private static String text(Element parent, String name) {
    NodeList children = parent.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeName().equals(name)) {
        return children.item(i).getTextContent();
      }
    }
    return null;
  }

  @Test
  void names_each_artifact_with_the_version_of_this_build() throws Exception {
    String version = System.getProperty("fermata.version");
    Map<String, String> built = new TreeMap<>();
    List<Path> modules =
        new ArrayList<>(
            List.of(Repository.ROOT.resolve("transformer"), Repository.ROOT.resolve("cli")));
    try (Stream<Path> folders = Files.list(Repository.ROOT.resolve("runtime"))) {
      folders.filter(folder -> Files.exists(folder.resolve("pom.xml"))).forEach(modules::add);
    }
    modules.remove(BOM);
    for (Path module : modules) {
      built.put(text(pom(module).getDocumentElement(), "artifactId"), version);
    }

    Map<String, String> named = new TreeMap<>();
    NodeList dependencies = pom(BOM).getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      named.put(text(dependency, "artifactId"), text(dependency, "version"));
    }

    assertEquals(built, named);
    assertEquals(version, text(pom(BOM).getDocumentElement(), "version"));
  }
}
