package dev.fermata.transformer.plan;

import dev.fermata.transformer.scan.CodeScan;
import dev.fermata.transformer.scan.Mentions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The types that the code of a class names. A type that stands in a stack map frame only was
 * inferred by the compiler, as the common super class of two others, and may be one that the class
 * has no access to: {@code AbstractStringBuilder}.
 */
public final class MentionedTypes implements Mentions {
  private final ClassNode node;
  private final CodeScan code;
  private final String home;
  private boolean collected;
  private final Set<String> named = new HashSet<>();
  private final List<String> descriptors = new ArrayList<>();
  private final Set<String> passed = new HashSet<>();

  /** For a class and what its code mentions. */
  public MentionedTypes(ClassNode node, CodeScan code) {
    this.node = node;
    this.code = code;
    this.home = packageOf(node.name);
  }

  /** Many classes save only values of types that tell by themselves that they can be named. */
  private void collect() {
    if (collected) {
      return;
    }
    collected = true;
    // What a handler without a type catches.
    named.add("java/lang/Throwable");
    if (node.superName != null) {
      named(node.superName);
    }
    node.interfaces.forEach(this::named);
    for (FieldNode field : node.fields) {
      passedIn(field.desc);
    }
    for (MethodNode method : node.methods) {
      passedIn(method.desc);
    }
    code.mentions(this);
  }

  /**
   * Whether the class surely has access to a type: an internal name or an array's descriptor. No
   * package of the JDK is known to have a method that gives a type which its callers cannot name.
   */
  public boolean isAccessible(String type) {
    String element = element(type);
    return element == null || isInPackage(element, home) || isNamed(element);
  }

  private boolean isNamed(String element) {
    collect();
    return named.contains(element) || (element.startsWith("java") && isPassed(element));
  }

  private boolean isPassed(String element) {
    if (!descriptors.isEmpty()) {
      descriptors.forEach(descriptor -> addAll(passed, descriptor));
      descriptors.clear();
    }
    return passed.contains(element);
  }

  /**
   * Whether the class very likely has access to a type, because its code mentions it or it belongs
   * to the JDK, which has one known hidden class that compilers infer.
   */
  public boolean isLikelyAccessible(String type) {
    String element = element(type);
    return isAccessible(type)
        || isPassed(element)
        || (element.startsWith("java/") && !element.equals("java/lang/AbstractStringBuilder"));
  }

  /** The class that a type consists of; null where that is a primitive type. */
  private static String element(String type) {
    if (type.charAt(0) != '[') {
      return type;
    }
    Type element = Type.getObjectType(type);
    while (element.getSort() == Type.ARRAY) {
      element = element.getElementType();
    }
    return element.getSort() == Type.OBJECT ? element.getInternalName() : null;
  }

  @Override
  public void named(String type) {
    if (type.charAt(0) == '[') {
      addAll(named, type);
    } else {
      named.add(type);
    }
  }

  @Override
  public void namedIn(String descriptor) {
    addAll(named, descriptor);
  }

  @Override
  public void passedIn(String descriptor) {
    descriptors.add(descriptor);
  }

  private static void addAll(Set<String> to, String descriptor) {
    int begin = descriptor.indexOf('L');
    while (begin >= 0) {
      int end = descriptor.indexOf(';', begin);
      to.add(descriptor.substring(begin + 1, end));
      begin = descriptor.indexOf('L', end);
    }
  }

  private static boolean isInPackage(String name, String home) {
    return name.lastIndexOf('/') == (home.isEmpty() ? -1 : home.length()) && name.startsWith(home);
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
