package dev.fermata.transformer.plan;

import dev.fermata.transformer.analyse.Flow;
import dev.fermata.transformer.analyse.Liveness;
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
 */
public record MethodPlan(
    MethodShape shape,
    MethodNode body,
    List<SuspensionPoint> points,
    Flow flow,
    Liveness liveness,
    boolean receiverStored) {}
