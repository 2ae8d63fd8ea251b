package dev.fermata.transformer;

import dev.fermata.transformer.analyse.State;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.check.Place;
import dev.fermata.transformer.check.Problem;
import dev.fermata.transformer.check.RefusedException;
import dev.fermata.transformer.emit.ClassEmitter;
import dev.fermata.transformer.emit.ClassRewriter;
import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.model.RuntimeNames;
import dev.fermata.transformer.normalise.DelayedNew;
import dev.fermata.transformer.normalise.ReturnAwaits;
import dev.fermata.transformer.plan.MentionedTypes;
import dev.fermata.transformer.plan.MethodPlan;
import dev.fermata.transformer.plan.MethodShape;
import dev.fermata.transformer.plan.Planner;
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

/**
 * Runs the passes over one class that has asynchronous methods and no errors. All methods are
 * normalised before any is planned, because a method's code depends on what the others become. Then
 * each is planned, written and checked before the next, so that never the code of all is there.
 */
final class ClassCompiler {
  private final ClassReader reader;
  private final CodeScan scan;
  private final ClassNode node;
  private final List<MethodShape> shapes = new ArrayList<>();

  /** The normalised code of each shape. */
  private final List<MethodNode> bodies = new ArrayList<>();

  /** The length of the longest new code, before its jumps get the form that they need. */
  private int longest;

  /**
   * For one class.
   *
   * @param node the class, with the code of the methods that concern the transformer
   */
  ClassCompiler(ClassReader reader, CodeScan scan, ClassNode node) {
    this.reader = reader;
    this.scan = scan;
    this.node = node;
  }

  /**
   * Compiles the class.
   *
   * @throws RefusedException where the result would break a limit of the class file
   */
  byte[] compile(List<AsyncMethod> methods) {
    dropCodeAttributes(methods);
    Shapes names = new Shapes(node);
    MentionedTypes mentioned = new MentionedTypes(node, scan);
    for (AsyncMethod method : methods) {
      MethodNode body = body(method.node());
      ReturnAwaits.normalise(node.name, body, method.kind());
      shapes.add(names.shape(method, body));
      bodies.add(body);
    }
    ClassWriter writer = new HierarchyFreeWriter(reader);
    ClassEmitter emitter = new ClassEmitter(node, names, mentioned, writer);
    for (AsyncMethod method : methods) {
      emitter.stub(method);
      OutputCheck.check(node.name, method.node());
    }
    Map<String, MethodShape> direct = names.direct(shapes);
    Runnable addition =
        () -> {
          for (int i = 0; i < bodies.size(); i++) {
            MethodPlan plan = plan(shapes.get(i), bodies.get(i), direct, mentioned);
            longest = Math.max(longest, length(i, () -> emitter.method(plan)));
          }
          emitter.end();
        };
    try {
      ClassRewriter.rewrite(reader, scan, node, addition, writer);
    } catch (LimitException e) {
      throw tooLarge(Place.of(node), "it " + e.getMessage());
    }
    return bytes(writer);
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
    MethodPlan plan = Planner.plan(node.name, shape, body, types, direct, mentioned);
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
            Problem.UNUSUAL_NEW.at(
                Place.of(node, body, insn),
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
              Problem.UNNAMEABLE_TYPE.at(
                  Place.of(node, plan.body(), point.await()),
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
  List<Diagnostic> largeMethods(byte[] compiled) {
    if (longest <= CodeSizes.MOST_COMPILED) {
      return List.of();
    }
    Map<Integer, Integer> largest = new LinkedHashMap<>();
    CodeSizes.of(compiled)
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
      if (method.equals(shape.resumeName() + RuntimeNames.DISPATCH_DESC)
          || (shape.hasStart() && method.equals(shape.startName() + shape.startDescriptor()))) {
        return i;
      }
    }
    return -1;
  }

  private Place place(int shape) {
    return Place.of(node, bodies.get(shape));
  }

  private Diagnostic largeMethod(int shape, int size) {
    return Problem.LARGE_METHOD.at(
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

  private static RefusedException tooLarge(Place place, String text) {
    return new RefusedException(Problem.TOO_LARGE.at(place, text));
  }

  private byte[] bytes(ClassWriter writer) {
    try {
      return writer.toByteArray();
    } catch (MethodTooLargeException e) {
      int shape = shapeOf(e.getMethodName() + e.getDescriptor());
      Place place = shape < 0 ? Place.of(node) : place(shape);
      throw tooLarge(
          place,
          "its transformed code would have " + e.getCodeSize() + " bytes, a method may have 65535");
    } catch (ClassTooLargeException e) {
      throw tooLarge(
          Place.of(node),
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
