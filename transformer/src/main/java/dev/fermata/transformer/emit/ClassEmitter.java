package dev.fermata.transformer.emit;

import dev.fermata.transformer.emit.DispatchEmitter.Resumed;
import dev.fermata.transformer.inspect.ClassInfo.MethodInfo;
import dev.fermata.transformer.inspect.Describer;
import dev.fermata.transformer.inspect.Marker;
import dev.fermata.transformer.inspect.Succession;
import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.plan.MentionedTypes;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.Shape;
import dev.fermata.transformer.plan.Shapes;
import dev.fermata.transformer.plan.Spill;
import dev.fermata.transformer.plan.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;

/**
 * Turns the planned methods of a class into stubs and adds their start and resume methods and the
 * dispatcher.
 *
 * <p>Each new method is written at once: nothing keeps the code of any.
 */
public final class ClassEmitter {
  private final ClassNode node;
  private final GeneratedClass names;
  private final Succession succession;
  private final NewMethods out;
  private final Trial trial;
  private final List<Resumed> resumed = new ArrayList<>();
  private final Describer describer = new Describer();
  private final List<MethodInfo> described = new ArrayList<>();
  private final Set<String> frameShapes = new TreeSet<>();
  private final DebugText debugText;

  /**
   * For one class.
   *
   * @param succession the class's place among its versions
   * @param out takes the new methods
   */
  public ClassEmitter(
      ClassNode node,
      Shapes shapes,
      MentionedTypes mentioned,
      Succession succession,
      ClassVisitor out) {
    this.node = node;
    this.succession = succession;
    this.out = new NewMethods(node.name, node.methods.size(), out);
    this.debugText = new DebugText(node.sourceFile, succession.debugLines());
    this.names =
        new GeneratedClass(
            node.name,
            (node.access & Opcodes.ACC_INTERFACE) != 0,
            succession.first(),
            shapes.fresh("fermata$dispatcher"),
            shapes.fresh("fermata$dispatch"),
            new Casts(node, shapes, mentioned),
            new StartLinks(node, shapes));
    this.trial = new Trial(names, shapes, node.version);
  }

  /** Turns an asynchronous method, whose code is kept elsewhere, into a stub. */
  public void stub(AsyncMethod method) {
    StubEmitter.rewrite(names, method);
  }

  /**
   * Writes what a method becomes beside the stub.
   *
   * @return the length of the longest code, before its jumps get the form that they need
   */
  public int method(MethodPlan wanted) {
    MethodPlan plan = trial.best(wanted);
    resumed.add(new Resumed(plan.shape().method().isStatic(), plan.parts()));
    MethodInfo info = describer.describe(plan);
    described.add(info);
    succession.add(plan, info.points(), debugText.add(plan));
    var method = plan.shape().method();
    add(frameShapes, Spill.ofParameters(method.isStatic(), method.node().desc).shape());
    for (SuspensionPoint point : plan.points()) {
      add(frameShapes, point.spill().shape());
    }
    int start = plan.shape().hasStart() ? StartEmitter.emit(names, plan, out) : 0;
    return Math.max(start, ResumeEmitter.emit(names, plan, out));
  }

  /** Writes what the class needs once, when all methods are written. */
  public void end() {
    DispatchEmitter dispatch = new DispatchEmitter(names, out);
    dispatch.dispatch(resumed, succession.moves());
    dispatch.dispatcher(debugText.pieces());
    names.casts().addTo(out);
    names.reaches().addTo(out);
    addInnerClasses();
    addMarker();
  }

  /** Lists the nested classes that the new code mentions, as JVMS 4.7.6 asks. */
  private void addInnerClasses() {
    int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
    for (String shape : frameShapes) {
      addInnerClass(RuntimeNames.FRAMES, shape, flags);
    }
    addInnerClass("java/lang/invoke/MethodHandles", "Lookup", flags);
  }

  private static void add(Set<String> shapes, Shape shape) {
    shapes.add(shape.simpleName());
  }

  private void addInnerClass(String outer, String inner, int flags) {
    String name = outer + "$" + inner;
    for (InnerClassNode known : node.innerClasses) {
      if (known.name.equals(name)) {
        return;
      }
    }
    node.innerClasses.add(new InnerClassNode(name, outer, inner, flags));
  }

  private void addMarker() {
    if (node.attrs == null) {
      node.attrs = new ArrayList<>();
    }
    node.attrs.add(Marker.of(described));
  }
}
