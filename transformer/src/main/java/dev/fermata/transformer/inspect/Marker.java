package dev.fermata.transformer.inspect;

import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.ClassInfo.Part;
import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import dev.fermata.transformer.inspect.ClassInfo.SavedInfo;
import dev.fermata.transformer.model.RuntimeNames;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * The class attribute of a transformed class: which version of the runtime interface it was
 * transformed for, and its debug map.
 *
 * <pre>
 * u2 version
 * u2 methods { u2 name, u2 descriptor, u2 line, u2 start or 0, u2 resume, u2 next { u2 },
 *   u2 points { u2 line, u2 awaited, u2 shape, u2 next { u2 }, u2 values { u2 name, u2 type } } }
 * </pre>
 *
 * <p>Names and types are indexes of UTF-8 constants.
 */
public final class Marker extends Attribute {
  private final int version;
  private final List<MethodInfo> methods;

  private Marker(int version, List<MethodInfo> methods) {
    super(RuntimeNames.MARKER);
    this.version = version;
    this.methods = methods;
  }

  /** What ASM needs to recognise the attribute. */
  public static Marker prototype() {
    return new Marker(0, List.of());
  }

  /** The marker that this release writes. */
  public static Marker of(List<MethodInfo> methods) {
    return new Marker(RuntimeNames.ABI, List.copyOf(methods));
  }

  /** Whether the class runs with the runtime of this release. */
  public boolean isAccepted() {
    return isAccepted(version);
  }

  private static boolean isAccepted(int version) {
    return RuntimeNames.OLDEST_ABI <= version && version <= RuntimeNames.ABI;
  }

  /** The marker of a class; null where it has none. */
  public static Marker in(ClassNode node) {
    if (node.attrs != null) {
      for (Attribute attribute : node.attrs) {
        if (attribute instanceof Marker marker) {
          return marker;
        }
      }
    }
    return null;
  }

  /**
   * Whether a class without a marker was transformed all the same: the JVM leaves unknown
   * attributes out where it writes a loaded class anew for an agent.
   */
  public static boolean isLostIn(ClassNode node) {
    int generated = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    return node.methods.stream()
        .anyMatch(
            method ->
                (method.access & generated) == generated
                    && method.desc.equals("()" + RuntimeNames.DISPATCHER_DESC));
  }

  /** The version of the runtime interface that the class was transformed for. */
  public int version() {
    return version;
  }

  /** The debug map; empty where it is one of another version. The sizes of the code are 0. */
  List<MethodInfo> methods() {
    return methods;
  }

  // ------------------------------------------------------------------ writing

  @Override
  protected ByteVector write(
      ClassWriter writer, byte[] code, int codeLength, int maxStack, int maxLocals) {
    ByteVector out = new ByteVector();
    out.putShort(version);
    out.putShort(methods.size());
    for (MethodInfo method : methods) {
      out.putShort(writer.newUTF8(method.name()));
      out.putShort(writer.newUTF8(method.descriptor()));
      out.putShort(method.line());
      out.putShort(method.start() == null ? 0 : writer.newUTF8(method.start().name()));
      out.putShort(writer.newUTF8(method.resume().name()));
      write(method.next(), out);
      out.putShort(method.points().size());
      method.points().forEach(point -> write(point, writer, out));
    }
    return out;
  }

  private static void write(List<Integer> states, ByteVector out) {
    out.putShort(states.size());
    states.forEach(out::putShort);
  }

  private static void write(PointInfo point, ClassWriter writer, ByteVector out) {
    out.putShort(point.line());
    out.putShort(writer.newUTF8(point.awaited()));
    out.putShort(writer.newUTF8(point.shape()));
    write(point.next(), out);
    out.putShort(point.saved().size());
    for (SavedInfo saved : point.saved()) {
      out.putShort(writer.newUTF8(saved.name()));
      out.putShort(writer.newUTF8(saved.type()));
    }
  }

  // ------------------------------------------------------------------ reading

  @Override
  protected Attribute read(
      ClassReader reader, int offset, int length, char[] buffer, int codeOffset, Label[] labels) {
    int version = reader.readUnsignedShort(offset);
    return new Marker(
        version,
        isAccepted(version) ? new Cursor(reader, buffer, offset + 2).methods() : List.of());
  }

  /** Reads the table from one place to the next. */
  private static final class Cursor {
    private final ClassReader reader;
    private final char[] buffer;
    private int offset;

    Cursor(ClassReader reader, char[] buffer, int offset) {
      this.reader = reader;
      this.buffer = buffer;
      this.offset = offset;
    }

    List<MethodInfo> methods() {
      List<MethodInfo> methods = new ArrayList<>();
      for (int count = number(); count > 0; count--) {
        String name = text();
        String descriptor = text();
        int line = number();
        String start = text();
        String resume = text();
        Part startPart = start == null ? null : new Part(start, 0);
        Part resumePart = new Part(resume, 0);
        methods.add(
            new MethodInfo(
                name,
                descriptor,
                line,
                new Part(name, 0),
                startPart,
                resumePart,
                states(),
                points()));
      }
      return methods;
    }

    private List<PointInfo> points() {
      List<PointInfo> points = new ArrayList<>();
      for (int count = number(); count > 0; count--) {
        int line = number();
        points.add(new PointInfo(points.size() + 1, line, text(), text(), states(), saved()));
      }
      return points;
    }

    private List<Integer> states() {
      List<Integer> states = new ArrayList<>();
      for (int count = number(); count > 0; count--) {
        states.add(number());
      }
      return states;
    }

    private List<SavedInfo> saved() {
      List<SavedInfo> saved = new ArrayList<>();
      for (int count = number(); count > 0; count--) {
        saved.add(new SavedInfo(text(), text()));
      }
      return saved;
    }

    private int number() {
      int value = reader.readUnsignedShort(offset);
      offset += 2;
      return value;
    }

    private String text() {
      String text = reader.readUTF8(offset, buffer);
      offset += 2;
      return text;
    }
  }
}
