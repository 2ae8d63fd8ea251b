package dev.fermata.transformer.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes every method of a class a coroutine that awaits at random places: the code of a compiler,
 * with awaits where no source could have them.
 *
 * <p>A method gets a new name and returns {@code Coroutine}; calls of it from another such method
 * of the class await it. The result is valid code, but not meant to run.
 */
final class StressMaker {
  private static final String COROUTINE = "Ldev/fermata/Coroutine;";

  private final ClassNode node = new ClassNode();
  private final ClassReader reader;
  private final long seed;
  private final Set<String> leftOut;
  private final List<MethodNode> stressed = new ArrayList<>();
  private final boolean wild;
  private int every = 1;

  /**
   * For one class.
   *
   * @param leftOut the new names of methods that stay as they are
   * @param seed together with the class's name decides where awaits go
   */
  StressMaker(byte[] classFile, Set<String> leftOut, long seed) {
    this.reader = new ClassReader(classFile);
    this.leftOut = leftOut;
    reader.accept(node, ClassReader.EXPAND_FRAMES);
    this.seed = seed;
    this.wild = new Random(seed ^ node.name.hashCode()).nextInt(4) == 0;
  }

  /** Makes one method in so many a coroutine, chosen by their names, instead of every one. */
  StressMaker oneIn(int methods) {
    every = methods;
    return this;
  }

  /** How many methods became coroutines. */
  int methods() {
    return stressed.size();
  }

  /** Makes the class file. */
  byte[] make() {
    node.version = (node.version & 0xFFFF0000) | Math.max(Opcodes.V1_8, node.version & 0xFFFF);
    Map<String, String> names = new HashMap<>();
    Map<String, MethodNode> coroutines = new HashMap<>();
    for (MethodNode method : node.methods) {
      // With the class's own name in it, so that it overrides nothing.
      String name = method.name + "$" + Integer.toHexString(node.name.hashCode()) + names.size();
      names.put(method.name + method.desc, name);
      if (canBeCoroutine(method) && isChosen(method) && !leftOut.contains(name)) {
        coroutines.put(method.name + method.desc, method);
        stressed.add(method);
      }
    }
    for (MethodNode method : stressed) {
      new MethodStress(node.name, method, random(method), wild).run(names, coroutines);
    }
    stressed.forEach(method -> becomeCoroutine(method, names));
    ClassWriter writer = new ClassWriter(reader, 0);
    node.accept(writer);
    return writer.toByteArray();
  }

  /** Each method has its own random numbers, so that leaving one out changes no other. */
  private Random random(MethodNode method) {
    return new Random(seed ^ (node.name + method.name + method.desc).hashCode());
  }

  private boolean isChosen(MethodNode method) {
    int hash = (node.name + method.name + method.desc).hashCode();
    return new Random(hash).nextInt(every) == 0;
  }

  private static boolean canBeCoroutine(MethodNode method) {
    return (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0
        && !method.name.startsWith("<");
  }

  private static void becomeCoroutine(MethodNode method, Map<String, String> names) {
    method.name = names.get(method.name + method.desc);
    method.desc = coroutineDescriptor(method.desc);
    method.signature = null;
    method.access &= ~(Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNCHRONIZED);
    method.maxStack += 4;
    method.visibleAnnotations = new ArrayList<>(List.of(new AnnotationNode("Ldev/fermata/Async;")));
  }

  static String coroutineDescriptor(String descriptor) {
    return descriptor.substring(0, descriptor.lastIndexOf(')') + 1) + COROUTINE;
  }

  /** Whether {@code insn} calls a method of this map. */
  static boolean calls(AbstractInsnNode insn, String owner, Map<String, MethodNode> methods) {
    return insn instanceof MethodInsnNode call
        && call.owner.equals(owner)
        && methods.containsKey(call.name + call.desc);
  }
}
