package dev.fermata.transformer.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The versions that a loaded class has had, as far as frames of suspended calls depend on them.
 *
 * <p>A frame keeps the number of its method and of the suspension point in that. So each version
 * whose plan differs from that of the one before gives its methods numbers of its own, and the
 * number alone tells by which plan a frame was saved. This has nothing of the class itself.
 */
public final class Versions {
  /** Those of a class that has not been loaded yet. */
  public static final Versions NONE = new Versions(List.of(), 0);

  /** All methods of all versions, in the order of their numbers. */
  private final List<PlannedMethod> methods;

  /** The number of the latest version's first method. */
  private final int latest;

  Versions(List<PlannedMethod> methods, int latest) {
    this.methods = List.copyOf(methods);
    this.latest = latest;
  }

  /**
   * An asynchronous method of one version.
   *
   * @param name its name
   * @param descriptor its descriptor
   * @param debugLine what the debug map says of it
   * @param points its suspension points
   */
  record PlannedMethod(
      String name, String descriptor, String debugLine, List<PlannedPoint> points) {
    PlannedMethod {
      points = List.copyOf(points);
    }

    /** Whether frames of the one are frames of the other, state by state. */
    boolean hasPlanOf(PlannedMethod other) {
      return isSame(other) && points.equals(other.points);
    }

    private boolean isSame(PlannedMethod other) {
      return name.equals(other.name) && descriptor.equals(other.descriptor);
    }
  }

  /**
   * A suspension point.
   *
   * @param awaited what is awaited, for people
   * @param saved what is saved, for people
   * @param taken the type that the awaited value is taken for
   * @param layout what is awaited, and all of what the frame holds, and where
   */
  record PlannedPoint(String awaited, String saved, String taken, String layout) {}

  /** How many numbers have been given. */
  public int size() {
    return methods.size();
  }

  /** The number of the latest version's first method. */
  public int latest() {
    return latest;
  }

  /** Whether a new version would have the plan of the latest one, and so can have its numbers. */
  boolean repeats(List<PlannedMethod> version) {
    List<PlannedMethod> last = methods.subList(latest, methods.size());
    if (version.size() != last.size()) {
      return false;
    }
    for (int i = 0; i < version.size(); i++) {
      if (!version.get(i).hasPlanOf(last.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** These, and a new version, whose first method has the number {@code first}. */
  Versions with(int first, List<PlannedMethod> version) {
    List<PlannedMethod> all = new ArrayList<>(methods.subList(0, first));
    all.addAll(version);
    return new Versions(all, first);
  }

  /** What the debug map says of the methods before the number {@code first}. */
  List<String> debugLines(int first) {
    return methods.subList(0, first).stream().map(PlannedMethod::debugLine).toList();
  }

  // ------------------------------------------------------------------ old frames

  /**
   * Where the frames of the methods before {@code first} go on in a new version: the text that the
   * runtime's {@code Redefinition} reads. A line for each old method in the order of the numbers:
   * empty where the method is gone, else the new method's number and, behind a tab each, the old
   * points in their order: the new point's number, or why the frame cannot go on.
   */
  String moves(int first, List<PlannedMethod> version) {
    return methods.subList(0, first).stream()
        .map(old -> move(old, first, version))
        .collect(Collectors.joining("\n"));
  }

  private static String move(PlannedMethod old, int first, List<PlannedMethod> version) {
    for (int i = 0; i < version.size(); i++) {
      if (version.get(i).isSame(old)) {
        StringBuilder line = new StringBuilder().append(first + i);
        for (int point = 0; point < old.points.size(); point++) {
          line.append('\t').append(move(old, point, version.get(i)));
        }
        return line.toString();
      }
    }
    return "";
  }

  private static String move(PlannedMethod from, int point, PlannedMethod to) {
    if (from.hasPlanOf(to)) {
      return Integer.toString(point + 1);
    }
    PlannedPoint old = from.points.get(point);
    List<PlannedPoint> awaits =
        to.points.stream().filter(other -> other.awaited.equals(old.awaited)).toList();
    long candidates = awaits.stream().filter(old::equals).count();
    // Of several that are alike, the order does not tell which one was meant.
    boolean certain = candidates == 1 && from.points.stream().filter(old::equals).count() == 1;
    if (certain) {
      return Integer.toString(to.points.indexOf(old) + 1);
    }
    if (awaits.isEmpty()) {
      return "the new code does not await " + old.awaited;
    }
    return candidates > 0
        ? "of several awaits of " + old.awaited + " it cannot be told which one it was"
        : "at the await of " + old.awaited + " the new code " + difference(old, awaits.get(0));
  }

  private static String difference(PlannedPoint old, PlannedPoint now) {
    if (!old.saved.equals(now.saved)) {
      return "needs " + now.saved + ", and the old code has saved " + old.saved;
    }
    return old.taken.equals(now.taken)
        ? "keeps its values elsewhere than the old code"
        : "takes a " + now.taken + " from it, and the old code took a " + old.taken;
  }
}
