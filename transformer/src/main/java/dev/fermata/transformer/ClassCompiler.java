package dev.fermata.transformer;

import dev.fermata.transformer.analyse.State;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.DiagnosticKind;
import dev.fermata.transformer.diagnostic.Location;
import dev.fermata.transformer.diagnostic.RefusedException;
import dev.fermata.transformer.emit.ClassEmitter;
import dev.fermata.transformer.emit.ClassRewriter;
import dev.fermata.transformer.inspect.Succession;
import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.normalise.DelayedNew;
import dev.fermata.transformer.normalise.ReturnAwaits;
import dev.fermata.transformer.normalise.ReturnedPrimitives;
import dev.fermata.transformer.plan.MentionedTypes;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodPlanner;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.SavedValue;
import dev.fermata.transformer.plan.Shapes;
import dev.fermata.transformer.plan.SuspensionPoint;
import dev.fermata.transformer.scan.CodeScan;
import dev.fermata.transformer.scan.CodeSizes;
import dev.fermata.transformer.verify.LimitException;
import dev.fermata.transformer.verify.OutputCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Runs the passes over one class that has asynchronous methods and no errors. */
final class ClassCompiler {
  private final ClassReader reader;
  private final CodeScan scan;
  private final ClassNode node;
  private final Succession succession;
  private final List<MethodShape> shapes = new ArrayList<>();

  /** The normalised code of each shape. */
  private final List<MethodNode> bodies = new ArrayList<>();

  /**
   * A compiled class.
   *
   * @param longest the length of the longest new code, before its jumps get the form that they need
   */
  record Output(byte[] classFile, int longest) {}

  /**
   * For one class.
   *
   * @param node the class, with the code of the methods that concern the transformer
   * @param succession its place among its versions
   */
  ClassCompiler(ClassReader reader, CodeScan scan, ClassNode node, Succession succession) {
    this.reader = reader;
    this.scan = scan;
    this.node = node;
    this.succession = succession;
  }

  /**
   * Compiles the class.
   *
   * @throws RefusedException where the result would break a limit of the class file
   */
  Output compile(List<AsyncMethod> methods) {
    // Offsets in attributes that nobody knows would be wrong in new code.
    dropCodeAttributes(methods);

    // All methods before any is planned: the code of one depends on what the others become.
    Shapes names = new Shapes(node);
    MentionedTypes mentioned = new MentionedTypes(node, scan);
    for (AsyncMethod method : methods) {
      normalise(method, names);
    }
    Map<String, MethodShape> direct = names.direct(shapes);

    // The methods that were there keep their places, so what is copied stands first.
    ClassWriter writer = new HierarchyFreeWriter(reader);
    ClassEmitter emitter = new ClassEmitter(node, names, mentioned, succession, writer);
    for (AsyncMethod method : methods) {
      emitter.stub(method);
      OutputCheck.check(node.name, method.node());
    }
    ClassRewriter rewriter = ClassRewriter.copy(reader, scan, node, writer);

    // Each method is checked while it is written, and only then comes the next: the new code of
    // only one method is in memory at a time.
    int longest = 0;
    for (int i = 0; i < bodies.size(); i++) {
      MethodPlan plan = plan(shapes.get(i), bodies.get(i), direct, mentioned);
      longest = Math.max(longest, length(i, () -> emitter.method(plan)));
    }

    // What the class needs once, when all of its methods have told what they need.
    finish(emitter, rewriter);
    return new Output(bytes(writer), longest);
  }

  /** Gives a method's code the form that planning asks for, and decides its name. */
  private void normalise(AsyncMethod method, Shapes names) {
    MethodNode body = body(method.node());
    ReturnAwaits.normalise(node.name, body, method.kind());
    shapes.add(names.shape(method, ReturnedPrimitives.normalise(body)));
    bodies.add(body);
  }

  private void finish(ClassEmitter emitter, ClassRewriter rewriter) {
    try {
      emitter.end();
      rewriter.end();
    } catch (LimitException e) {
      throw tooLarge(Location.of(node), "it " + e.getMessage());
    }
  }

  /**
   * Leaves to the methods only the unknown attributes that are their own: those of their code may
   * hold its offsets, and a tree does not tell the ones from the others.
   */
  private void dropCodeAttributes(List<AsyncMethod> methods) {
    if (methods.stream().allMatch(method -> method.node().attrs == null)) {
      return;
    }
    ClassNode declarations = new ClassNode();
    reader.accept(declarations, ClassReader.SKIP_CODE);
    for (AsyncMethod method : methods) {
      MethodNode full = method.node();
      for (MethodNode declared : declarations.methods) {
        if (declared.name.equals(full.name) && declared.desc.equals(full.desc)) {
          full.attrs = declared.attrs;
        }
      }
    }
  }

  private MethodPlan plan(
      MethodShape shape,
      MethodNode body,
      Map<String, MethodShape> direct,
      MentionedTypes mentioned) {
    TypeFlow types = new TypeFlow(node.name, body, Insns::isAwait);
    if (types.hasUninitialised()) {
      DelayedNew.normalise(body, new TypeFlow(node.name, body, DelayedNew::wanted));
      types = new TypeFlow(node.name, body, Insns::isAwait);
      refuseUninitialised(body, types);
    }
    MethodPlan plan = MethodPlanner.plan(node.name, shape, body, types, direct, mentioned);
    if ((node.access & Opcodes.ACC_INTERFACE) != 0) {
      checkTypes(plan, mentioned);
    }
    return plan;
  }

  /**
   * An uninitialised object that is still there at an await, after the pass that delays them, has
   * no known form.
   */
  void refuseUninitialised(MethodNode body, TypeFlow types) {
    for (AbstractInsnNode insn : body.instructions) {
      State state = Insns.isAwait(insn) ? types.before(insn) : null;
      if (state != null
          && Stream.concat(state.locals().stream(), state.stack().stream())
              .anyMatch(TypeInsnNode.class::isInstance)) {
        throw new RefusedException(
            DiagnosticKind.UNUSUAL_NEW.at(
                Location.of(node, body, insn),
                "await stands between new and the constructor's call in a form that cannot be"
                    + " reordered"));
      }
    }
  }

  /**
   * In an interface a saved value comes back only by a cast to its type, which the interface must
   * be allowed to name.
   */
  private void checkTypes(MethodPlan plan, MentionedTypes mentioned) {
    for (SuspensionPoint point : plan.points()) {
      List<SavedValue> values = new ArrayList<>(point.spill().locals());
      values.addAll(point.spill().stack());
      for (SavedValue value : values) {
        if (value.type() instanceof String type && !mentioned.isLikelyAccessible(type)) {
          throw new RefusedException(
              DiagnosticKind.UNNAMEABLE_TYPE.at(
                  Location.of(node, plan.body(), point.await()),
                  "in an interface, a value of the inferred type "
                      + type.replace('/', '.')
                      + " would have to be kept while the method is suspended, and the class"
                      + " may have no access to that type"));
        }
      }
    }
  }

  /** The code of a method, which leaves the method itself a stub. */
  private static MethodNode body(MethodNode method) {
    MethodNode body =
        new MethodNode(
            Opcodes.ASM9, method.access, method.name, method.desc, method.signature, null);
    body.instructions = method.instructions;
    body.tryCatchBlocks = method.tryCatchBlocks;
    body.localVariables = method.localVariables;
    body.visibleLocalVariableAnnotations = method.visibleLocalVariableAnnotations;
    body.invisibleLocalVariableAnnotations = method.invisibleLocalVariableAnnotations;
    body.maxStack = method.maxStack;
    body.maxLocals = Math.min(method.maxLocals, Insns.localSlots(method));
    return body;
  }

  /** Warns of the methods that are too long for HotSpot to compile, once for each. */
  List<Diagnostic> largeMethods(Output compiled) {
    if (compiled.longest() <= CodeSizes.MOST_COMPILED) {
      return List.of();
    }
    Map<Integer, Integer> largest = new LinkedHashMap<>();
    CodeSizes.of(compiled.classFile())
        .forEach(
            (method, size) -> {
              int shape = size > CodeSizes.MOST_COMPILED ? shapeOf(method) : -1;
              if (shape >= 0) {
                largest.merge(shape, size, Math::max);
              }
            });
    List<Diagnostic> warnings = new ArrayList<>();
    largest.forEach((shape, size) -> warnings.add(largeMethod(shape, size)));
    return warnings;
  }

  /** The number of the shape to which a generated method belongs; -1 where none does. */
  private int shapeOf(String method) {
    for (int i = 0; i < shapes.size(); i++) {
      MethodShape shape = shapes.get(i);
      if ((method.startsWith(shape.resumeName()) && method.endsWith(RuntimeNames.DISPATCH_DESC))
          || (shape.hasStart() && method.equals(shape.startName() + shape.startDescriptor()))) {
        return i;
      }
    }
    return -1;
  }

  private Location place(int shape) {
    return Location.of(node, bodies.get(shape));
  }

  private Diagnostic largeMethod(int shape, int size) {
    return DiagnosticKind.LARGE_METHOD.at(
        place(shape),
        "its transformed code has "
            + size
            + " bytes, and HotSpot only interprets methods of more than "
            + CodeSizes.MOST_COMPILED);
  }

  private int length(int shape, IntSupplier emission) {
    try {
      return emission.getAsInt();
    } catch (LimitException e) {
      throw tooLarge(place(shape), "its transformed code " + e.getMessage());
    }
  }

  private static RefusedException tooLarge(Location place, String text) {
    return new RefusedException(DiagnosticKind.TOO_LARGE.at(place, text));
  }

  private byte[] bytes(ClassWriter writer) {
    try {
      return writer.toByteArray();
    } catch (MethodTooLargeException e) {
      int shape = shapeOf(e.getMethodName() + e.getDescriptor());
      Location place = shape < 0 ? Location.of(node) : place(shape);
      throw tooLarge(
          place,
          "its transformed code would have " + e.getCodeSize() + " bytes, a method may have 65535");
    } catch (ClassTooLargeException e) {
      throw tooLarge(
          Location.of(node),
          "its constant pool would have "
              + e.getConstantPoolCount()
              + " entries, a class may have 65535");
    }
  }

  /** A writer that proves that no hierarchy is needed: the one question about it is an error. */
  private static final class HierarchyFreeWriter extends ClassWriter {
    HierarchyFreeWriter(ClassReader reader) {
      super(reader, 0);
    }

    @Override
    protected String getCommonSuperClass(String type1, String type2) {
      throw new IllegalStateException(
          "the common super class of " + type1 + " and " + type2 + " was asked for");
    }
  }
}
