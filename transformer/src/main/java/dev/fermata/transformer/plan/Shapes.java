package dev.fermata.transformer.plan;

import dev.fermata.transformer.model.AsyncMethod;
import dev.fermata.transformer.model.AsyncMethod.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides the names and descriptors of the methods that a class's asynchronous methods become. */
public final class Shapes {
  /** JVMS 4.3.3: parameters take at most 255 slots, {@code this} included. */
  static final int MAX_PARAMETER_SLOTS = 255;

  /**
   * The names of the methods with the user's code begin so: tools treat such synthetic methods as
   * code of the user, and pass over all others.
   */
  private static final String USER_CODE = "lambda$";

  /** A subclass of these is only serializable if it says so itself; the last two need no UID. */
  private static final Set<String> PLAIN_SUPERCLASSES =
      Set.of("java/lang/Object", "java/lang/Enum", "java/lang/Record");

  private final ClassNode node;
  private final Set<String> taken = new HashSet<>();
  private final Set<String> open = new HashSet<>();
  private final Set<String> opened = new HashSet<>();

  /** For one class. */
  public Shapes(ClassNode node) {
    this.node = node;
    node.methods.forEach(method -> taken.add(method.name));
  }

  /** A name for a generated method that no method of the class has. */
  public String fresh(String wanted) {
    String name = wanted;
    while (open.contains(name) || !taken.add(name)) {
      name += "$";
    }
    return name;
  }

  /**
   * The shape of one method.
   *
   * @param value the type of what its code returns
   */
  public MethodShape shape(AsyncMethod method, Type value) {
    String base = USER_CODE + method.node().name + "$" + method.number();
    String resume = fresh(base + "$resume");
    if (method.parameterSlots() >= MAX_PARAMETER_SLOTS) {
      return new MethodShape(method, null, false, resume, value);
    }
    String start = mayBeOpen(method) ? openStartName(method.node().name) : null;
    if (start != null && !taken.contains(start) && opened.add(start + method.node().desc)) {
      open.add(start);
      return new MethodShape(method, start, true, resume, value);
    }
    return new MethodShape(method, fresh(base + "$start"), false, resume, value);
  }

  /** The name that the start method of an open method has, for the classes that call it. */
  public static String openStartName(String method) {
    return USER_CODE + method + "$start";
  }

  /**
   * Whether other classes may see a start method. A method that is not private counts in the
   * default {@code serialVersionUID}, so that the class must be none that may be serializable
   * without one of its own.
   */
  private boolean mayBeOpen(AsyncMethod method) {
    return method.isStatic()
        && method.kind() == Kind.COROUTINE
        && (method.node().access & Opcodes.ACC_PRIVATE) == 0
        && (isPlain() || node.fields.stream().anyMatch(f -> f.name.equals("serialVersionUID")));
  }

  private boolean isPlain() {
    return node.interfaces.isEmpty() && PLAIN_SUPERCLASSES.contains(node.superName);
  }

  /**
   * The methods whose start code can be called in place of a call that is awaited: those that
   * nothing can override.
   */
  public Map<String, MethodShape> direct(Iterable<MethodShape> shapes) {
    Map<String, MethodShape> direct = new HashMap<>();
    for (MethodShape shape : shapes) {
      MethodNode method = shape.method().node();
      if (shape.hasStart() && shape.method().kind() == Kind.COROUTINE && isFixed(method)) {
        direct.put(method.name + method.desc, shape);
      }
    }
    return direct;
  }

  private boolean isFixed(MethodNode method) {
    int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
    return (method.access & fixed) != 0 || (node.access & Opcodes.ACC_FINAL) != 0;
  }
}
