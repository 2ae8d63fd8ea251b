package dev.fermata.cli;

import dev.fermata.transformer.inspect.ClassInfo;
import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Describes classes as a graph for Graphviz: a box for each method, in it its states and how they
 * follow each other.
 */
final class DotReport implements Report {
  @Override
  public void write(List<ClassInfo> classes, PrintWriter out) {
    out.println("digraph fermata {");
    out.println("  node [shape=box, style=rounded, fontname=\"sans-serif\", fontsize=11];");
    out.println("  graph [fontname=\"sans-serif\", fontsize=12, labeljust=l];");
    int number = 0;
    for (ClassInfo type : classes) {
      for (MethodInfo method : type.methods()) {
        write(type, method, "m" + number++, out);
      }
    }
    out.println("}");
  }

  private static void write(ClassInfo type, MethodInfo method, String id, PrintWriter out) {
    out.println("  subgraph cluster_" + id + " {");
    out.println("    label=" + quoted(type.className() + "." + method.name()) + ";");
    out.println("    " + id + "_begin [label=\"call\", shape=circle];");
    out.println("    " + id + "_end [label=\"return\", shape=doublecircle];");
    for (PointInfo point : method.points()) {
      out.println("    " + id + "_" + point.state() + " [label=" + label(type, point) + "];");
    }
    edges(id, "begin", method.next(), out);
    for (PointInfo point : method.points()) {
      edges(id, String.valueOf(point.state()), point.next(), out);
    }
    out.println("  }");
  }

  private static void edges(String id, String from, List<Integer> next, PrintWriter out) {
    for (int state : next) {
      String to = state == 0 ? "end" : String.valueOf(state);
      out.println("    " + id + "_" + from + " -> " + id + "_" + to + ";");
    }
  }

  private static String label(ClassInfo type, PointInfo point) {
    String saved =
        point.saved().stream()
            .map(value -> value.name() + ": " + value.type())
            .collect(Collectors.joining("\n"));
    return quoted(
        point.state()
            + "  await "
            + point.awaited()
            + "\n"
            + Report.place(type, point.line())
            + (saved.isEmpty() ? "" : "\n\n" + saved));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
