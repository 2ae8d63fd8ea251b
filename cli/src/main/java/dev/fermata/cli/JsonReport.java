package dev.fermata.cli;

import dev.fermata.transformer.inspect.ClassInfo;
import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.Part;
import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import dev.fermata.transformer.inspect.ClassInfo.SavedInfo;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Describes classes as one JSON document (RFC 8259): an array of classes. */
final class JsonReport implements Report {
  @Override
  public void write(List<ClassInfo> classes, PrintWriter out) {
    out.println(array(classes, JsonReport::type));
  }

  private static String type(ClassInfo type) {
    return object(
        field("class", string(type.className())),
        field("file", string(type.file())),
        field("methods", array(type.methods(), JsonReport::method)));
  }

  private static String method(MethodInfo method) {
    return object(
        field("name", string(method.name())),
        field("descriptor", string(method.descriptor())),
        field("line", method.line()),
        field("stub", part(method.stub())),
        field("start", method.start() == null ? "null" : part(method.start())),
        field("resume", part(method.resume())),
        field("next", array(method.next(), String::valueOf)),
        field("points", array(method.points(), JsonReport::point)));
  }

  private static String part(Part part) {
    return object(field("name", string(part.name())), field("bytes", part.bytes()));
  }

  private static String point(PointInfo point) {
    return object(
        field("state", point.state()),
        field("line", point.line()),
        field("awaited", string(point.awaited())),
        field("frame", string(point.shape())),
        field("next", array(point.next(), String::valueOf)),
        field("saved", array(point.saved(), JsonReport::saved)));
  }

  private static String saved(SavedInfo saved) {
    return object(field("name", string(saved.name())), field("type", string(saved.type())));
  }

  private static String field(String name, Object json) {
    return string(name) + ":" + json;
  }

  private static String object(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  private static <T> String array(List<T> elements, Function<T, String> json) {
    return elements.stream().map(json).collect(Collectors.joining(",", "[", "]"));
  }

  private static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
