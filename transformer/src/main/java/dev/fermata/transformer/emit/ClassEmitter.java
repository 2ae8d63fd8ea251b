package dev.fermata.transformer.emit;

import dev.fermata.transformer.inspect.Describer;
import dev.fermata.transformer.inspect.Marker;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MentionedTypes;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.Shape;
import dev.fermata.transformer.plan.Shapes;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Turns the planned methods of a class into stubs and adds their start and resume methods and the
 * dispatcher.
 */
public final class ClassEmitter {
  private final ClassNode node;
  private final GeneratedClass names;
  private final List<MethodPlan> plans;

  /** For one class. */
  public ClassEmitter(
      ClassNode node, Shapes shapes, MentionedTypes mentioned, List<MethodPlan> plans) {
    this.node = node;
    this.names =
        new GeneratedClass(
            node.name,
            (node.access & Opcodes.ACC_INTERFACE) != 0,
            (node.version & 0xFFFF) >= Opcodes.V11,
            shapes.fresh("fermata$dispatcher"),
            shapes.fresh("fermata$dispatch"),
            new Casts(node, shapes, mentioned));
    this.plans = plans;
  }

  /**
   * Changes the class node.
   *
   * @return the methods that have new code
   */
  public List<MethodNode> emit() {
    List<MethodNode> changed = new ArrayList<>();
    List<MethodShape> shapes = new ArrayList<>();
    List<MethodNode> added = new ArrayList<>();
    for (MethodPlan plan : plans) {
      shapes.add(plan.shape());
      if (plan.shape().hasStart()) {
        added.add(StartEmitter.emit(names, plan));
      }
      added.add(ResumeEmitter.emit(names, plan));
    }
    for (MethodPlan plan : plans) {
      StubEmitter.rewrite(names, plan.shape().method());
      changed.add(plan.shape().method().node());
    }
    DispatchEmitter dispatch = new DispatchEmitter(names);
    added.add(dispatch.dispatch(shapes));
    added.add(dispatch.dispatcher(DebugText.of(node.sourceFile, plans)));
    names.casts().addTo(added);
    node.methods.addAll(added);
    changed.addAll(added);
    addInnerClasses();
    addMarker();
    return changed;
  }

  /** Lists the nested classes that the new code mentions, as JVMS 4.7.6 asks. */
  private void addInnerClasses() {
    Set<String> shapes = new TreeSet<>();
    for (MethodPlan plan : plans) {
      var method = plan.shape().method();
      add(shapes, Spill.ofParameters(method.isStatic(), method.node().desc).shape());
      for (SuspensionPoint point : plan.points()) {
        add(shapes, point.spill().shape());
      }
    }
    int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    for (String shape : shapes) {
      addInnerClass(RuntimeNames.FRAMES, shape, flags);
    }
    addInnerClass("java/lang/invoke/MethodHandles", "Lookup", flags);
  }

  private static void add(Set<String> shapes, Shape shape) {
    shapes.add(shape.simpleName());
  }

  private void addInnerClass(String outer, String inner, int flags) {
    String name = outer + "$" + inner;
    if (node.innerClasses.stream().noneMatch(known -> known.name.equals(name))) {
      node.innerClasses.add(new InnerClassNode(name, outer, inner, flags));
    }
  }

  private void addMarker() {
    if (node.attrs == null) {
      node.attrs = new ArrayList<>();
    }
    node.attrs.add(Marker.of(Describer.describe(node, plans)));
  }
}
