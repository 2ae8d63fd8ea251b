package dev.fermata.transformer.plan;

import dev.fermata.transformer.analyse.Flow;
import dev.fermata.transformer.analyse.Liveness;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * Everything that is decided about one asynchronous method before code is written.
 *
 * @param shape what it becomes
 * @param body its normalised code: every suspension point is a call of {@code Fermata.await}, every
 *     {@code areturn} returns the plain value
 * @param points the suspension points that can be reached, in code order
 * @param flow of {@code body}
 * @param liveness of {@code body}
 * @param receiverStored whether the body stores into slot 0 of an instance method
 * @param sharing how the points share the code that saves and restores; null where each has its own
 * @param parts the resume methods, in the order of their points
 */
public record MethodPlan(
    MethodShape shape,
    MethodNode body,
    List<SuspensionPoint> points,
    Flow flow,
    Liveness liveness,
    boolean receiverStored,
    Sharing sharing,
    List<ResumePart> parts) {
  /**
   * The plan of a long method, whose points share code.
   *
   * @param all whether also points that save few values share what they do not save alike, and get
   *     wide frames for it
   */
  public MethodPlan shared(boolean all) {
    Sharing shared = SharingPlanner.plan(points, all);
    return new MethodPlan(
        shape, body, shared.points(), flow, liveness, receiverStored, shared, parts);
  }

  /**
   * The plan of a method with several resume methods, of these names. The first ones get fewer
   * points than the last, because they have more of the code behind these.
   */
  public MethodPlan inParts(List<String> names) {
    List<ResumePart> some = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < names.size(); i++) {
      int end = points.size() * (i + 1) * (i + 1) / (names.size() * names.size());
      int last = Math.max(next, end);
      some.add(new ResumePart(names.get(i), next, last));
      next = last + 1;
    }
    return new MethodPlan(
        shape, body, points, flow, liveness, receiverStored, sharing, List.copyOf(some));
  }
}
