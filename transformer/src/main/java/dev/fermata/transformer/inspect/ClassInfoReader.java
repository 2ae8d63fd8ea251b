package dev.fermata.transformer.inspect;

import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.Part;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.scan.CodeSizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/** Reads the debug map of a transformed class file. */
public final class ClassInfoReader {
  private final Map<String, Integer> sizes;

  private ClassInfoReader(Map<String, Integer> sizes) {
    this.sizes = sizes;
  }

  /** Reads a sound class file; empty where it has no debug map. */
  public static Optional<ClassInfo> read(byte[] classFile) {
    ClassNode node = new ClassNode();
    new ClassReader(classFile)
        .accept(node, new Attribute[] {Marker.prototype()}, ClassReader.SKIP_FRAMES);
    Marker marker = Marker.in(node);
    if (marker == null) {
      return Optional.empty();
    }
    ClassInfoReader reader = new ClassInfoReader(CodeSizes.of(classFile));
    List<MethodInfo> methods = marker.methods().stream().map(reader::withSizes).toList();
    String file = node.sourceFile == null ? "" : node.sourceFile;
    return Optional.of(new ClassInfo(node.name.replace('/', '.'), file, methods));
  }

  private MethodInfo withSizes(MethodInfo method) {
    return new MethodInfo(
        method.name(),
        method.descriptor(),
        method.line(),
        sized(method.stub(), method.descriptor()),
        method.start() == null ? null : sized(method.start(), startDescriptor(method)),
        resume(method.resume()),
        method.next(),
        method.points());
  }

  /** The longest of a method's resume methods, whose names begin alike. */
  private Part resume(Part part) {
    int bytes =
        sizes.entrySet().stream()
            .filter(method -> method.getKey().startsWith(part.name()))
            .filter(method -> method.getKey().endsWith(RuntimeNames.DISPATCH_DESC))
            .mapToInt(Map.Entry::getValue)
            .max()
            .orElse(0);
    return new Part(part.name(), bytes);
  }

  private Part sized(Part part, String descriptor) {
    return new Part(part.name(), sizes.getOrDefault(part.name() + descriptor, 0));
  }

  /**
   * The descriptor under which the start method stands in the class: its return type is its own
   * choice.
   */
  private String startDescriptor(MethodInfo method) {
    String descriptor = method.descriptor();
    String prefix = method.start().name();
    String parameters = descriptor.substring(0, descriptor.lastIndexOf(')'));
    return sizes.keySet().stream()
        .filter(key -> key.startsWith(prefix + parameters + RuntimeNames.CONTEXT_DESC + ")"))
        .map(key -> key.substring(prefix.length()))
        .findFirst()
        .orElse(method.descriptor());
  }
}
