package dev.fermata.transformer.inspect;

import dev.fermata.transformer.inspect.ClassInfo.PointInfo;
import dev.fermata.transformer.inspect.ClassInfo.SavedInfo;
import dev.fermata.transformer.inspect.Versions.PlannedMethod;
import dev.fermata.transformer.inspect.Versions.PlannedPoint;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Sharing;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** The place of a version of a class among its versions, which is filled while it is written. */
public final class Succession {
  /** A string constant holds 65,535 bytes, a character takes up to three (JVMS 4.4.7). */
  private static final int LONGEST = 20_000;

  /** Of so many characters, a text is kept as it is. */
  private static final int KEPT = 300;

  private final Versions before;
  private final int first;
  private final boolean recorded;
  private final List<PlannedMethod> version = new ArrayList<>();

  private Succession(Versions before, int first, boolean recorded) {
    this.before = before;
    this.first = first;
    this.recorded = recorded;
  }

  /** The only version, of which nothing is kept. */
  public static Succession none() {
    return new Succession(Versions.NONE, 0, false);
  }

  /** A version with numbers of its own. */
  public static Succession after(Versions before) {
    return new Succession(before, before.size(), true);
  }

  /** A version with the numbers of the one before it. */
  public static Succession inPlaceOf(Versions before) {
    return new Succession(before, before.latest(), true);
  }

  /** The number of the first method. */
  public int first() {
    return first;
  }

  /** Takes note of a method. */
  public void add(MethodPlan plan, List<PointInfo> described, String debugLine) {
    if (recorded) {
      MethodNode method = plan.shape().method().node();
      List<PlannedPoint> points = new ArrayList<>();
      for (int i = 0; i < described.size(); i++) {
        SuspensionPoint point = plan.points().get(i);
        points.add(point(point, described.get(i), layout(plan, point)));
      }
      version.add(new PlannedMethod(method.name, method.desc, debugLine, points));
    }
  }

  private static PlannedPoint point(SuspensionPoint point, PointInfo info, String values) {
    List<String> names = info.saved().stream().map(Succession::text).toList();
    String type = type(point);
    String saved = names.isEmpty() ? "nothing" : String.join(", ", names);
    String layout = info.awaited() + " " + type + " " + info.shape() + " " + names + values;
    return new PlannedPoint(
        info.awaited(), shortened(saved), type.replace('/', '.'), digest(layout));
  }

  private static String shortened(String text) {
    return text.length() <= KEPT ? text : text.substring(0, KEPT) + "…";
  }

  /** A long text is only to be compared, and many of them would take much memory. */
  private static String digest(String text) {
    if (text.length() <= KEPT) {
      return text;
    }
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("each Java platform has SHA-256", e);
    }
  }

  /** What is where in a point's frames. */
  private static String layout(MethodPlan plan, SuspensionPoint point) {
    StringBuilder layout = new StringBuilder();
    if (plan.sharing() != null) {
      List<Sharing.Node> nodes = plan.sharing().nodes();
      for (int i = 0; i < nodes.size(); i++) {
        if (nodes.get(i).points().stream().anyMatch(one -> one.number() == point.number())) {
          append(layout, nodes.get(i).values(), true);
          // What a tree saves is in the order of the code from the node to the root.
          for (int at = i; at >= 0; at = nodes.get(at).parent()) {
            append(layout, nodes.get(at).added(), true);
          }
          return layout.toString();
        }
      }
    }
    append(layout, point.spill().locals(), false);
    append(layout, point.spill().stack(), false);
    return layout.toString();
  }

  private static void append(StringBuilder layout, List<SavedValue> values, boolean slots) {
    layout.append(';');
    for (SavedValue value : values) {
      boolean isNull = value.type() == Opcodes.NULL;
      layout.append(' ').append(isNull ? "null" : value.type());
      if (slots) {
        layout.append('@').append(value.index());
      } else {
        layout.append(value.field()).append(value.high() ? "h" : "");
      }
    }
  }

  /** What the value is taken for, which the code says right behind the await. */
  private static String type(SuspensionPoint point) {
    AbstractInsnNode next = point.await().getNext();
    return next instanceof TypeInsnNode cast && cast.getOpcode() == Opcodes.CHECKCAST
        ? cast.desc
        : point.result().getClassName().replace('.', '/');
  }

  private static String text(SavedInfo saved) {
    return saved.name() + ": " + saved.type();
  }

  /** Whether this, a version with numbers of its own, could as well have those of the last one. */
  public boolean isRepetition() {
    return first > 0 && before.repeats(version);
  }

  /** What the debug map says of earlier methods. */
  public List<String> debugLines() {
    return before.debugLines(first);
  }

  /** Where earlier frames go on; null where there are none. */
  public String moves() {
    if (first == 0) {
      return null;
    }
    String moves = before.moves(first, version);
    return moves.length() <= LONGEST
        ? moves
        : moves.lines().map(line -> "?").collect(Collectors.joining("\n"));
  }

  /** All versions, this one too. */
  public Versions versions() {
    return before.with(first, version);
  }
}
