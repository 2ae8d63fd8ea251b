package dev.fermata.cli;

import dev.fermata.transformer.inspect.ClassInfo;
import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.Part;
import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Describes classes for people to read. */
final class TextReport implements Report {
  @Override
  public void write(List<ClassInfo> classes, PrintWriter out) {
    for (ClassInfo type : classes) {
      type.methods().forEach(method -> write(type, method, out));
    }
    int methods = classes.stream().mapToInt(type -> type.methods().size()).sum();
    out.println(methods + " asynchronous methods in " + classes.size() + " classes.");
  }

  private static void write(ClassInfo type, MethodInfo method, PrintWriter out) {
    out.println(
        type.className()
            + "."
            + method.name()
            + method.descriptor()
            + "  "
            + Report.place(type, method.line()));
    out.println(
        "  stub "
            + bytes(method.stub())
            + ", start "
            + (method.start() == null ? "left out" : bytes(method.start()))
            + ", resume "
            + bytes(method.resume())
            + "; states 0 to "
            + method.points().size());
    for (PointInfo point : method.points()) {
      out.println(
          "  state "
              + point.state()
              + "  "
              + Report.place(type, point.line())
              + "  awaits "
              + point.awaited()
              + ", saves "
              + saved(point));
    }
    out.println();
  }

  private static String bytes(Part part) {
    return part.bytes() + " bytes";
  }

  private static String saved(PointInfo point) {
    if (point.saved().isEmpty()) {
      return "nothing";
    }
    String values =
        point.saved().stream()
            .map(saved -> saved.name() + ": " + saved.type())
            .collect(Collectors.joining(", "));
    return values + " in a frame " + point.shape();
  }
}
