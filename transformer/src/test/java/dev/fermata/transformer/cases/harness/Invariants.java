package dev.fermata.transformer.cases.harness;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.Options;
import dev.fermata.transformer.Result;
import dev.fermata.transformer.Transformer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.util.CheckClassAdapter;

/** What must hold for every class that the transformer has written. */
public final class Invariants {
  private Invariants() {}

  /**
   * Transforms a class without errors, and checks the result.
   *
   * @param name the class's name, with dots
   * @param before the class file
   * @return the class file of the transformer
   */
  public static byte[] transform(String name, byte[] before) {
    Result result = run(name, before);
    if (result.hasErrors()) {
      throw new AssertionError("refused: " + result.diagnostics());
    }
    check(name, before, result.bytes());
    return result.bytes();
  }

  /**
   * One run of the transformer, which must leave its input alone.
   *
   * @param name the class's name, with dots
   * @param before the class file
   */
  public static Result run(String name, byte[] before) {
    byte[] copy = before.clone();
    Result result = new Transformer(Options.defaults()).transform(before, name + ".class");
    assertArrayEquals(copy, before, "the input array was written to");
    return result;
  }

  private static void check(String name, byte[] before, byte[] after) {
    assertArrayEquals(after, run(name, before).bytes(), name + ": a second run gave other bytes");
    Result again = run(name, after);
    assertArrayEquals(after, again.bytes(), name + ": the output was transformed again");
    assertEquals(List.of(), errors(again), name + ": errors about our own output");
    new ClassReader(after).accept(new WithoutFields(new CheckClassAdapter(null, false)), 0);
    additionsAreSyntheticAndHidden(before, after);
    assertEquals(outside(before), outside(after), name + ": something outside of method bodies");
    LocalVariableRanges.check(before, after);
  }

  private static List<Object> errors(Result result) {
    return List.copyOf(result.diagnostics().stream().filter(d -> d.isError()).toList());
  }

  private static void additionsAreSyntheticAndHidden(byte[] before, byte[] after) {
    Set<String> known = new HashSet<>();
    for (MethodNode method : tree(before).methods) {
      known.add(method.name + method.desc);
    }
    for (MethodNode method : tree(after).methods) {
      if (!known.contains(method.name + method.desc)) {
        boolean open = (method.access & Opcodes.ACC_STATIC) != 0 && method.name.endsWith("$start");
        int expected = Opcodes.ACC_SYNTHETIC | (open ? 0 : Opcodes.ACC_PRIVATE);
        assertEquals(expected, method.access & expected, "flags of added " + method.name);
        assertTrue(isAddition(method.name), "name of added " + method.name);
      }
    }
    for (FieldNode field : tree(after).fields) {
      // Private static fields stay out of a default serialVersionUID.
      int expected = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      assertTrue(
          hasField(before, field) || (field.access & expected) == expected,
          "flags of added " + field.name);
    }
  }

  private static boolean isAddition(String name) {
    return name.startsWith("lambda$") || name.startsWith("fermata$");
  }

  private static boolean hasField(byte[] bytes, FieldNode field) {
    return tree(bytes).fields.stream()
        .anyMatch(known -> known.name.equals(field.name) && known.desc.equals(field.desc));
  }

  private static ClassNode tree(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, ClassReader.SKIP_CODE);
    return node;
  }

  /** The class without method bodies, without what the transformer adds, as text lines. */
  private static String outside(byte[] bytes) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String desc, String signature, String[] exceptions) {
                return isAddition(name)
                    ? null
                    : super.visitMethod(access, name, desc, signature, exceptions);
              }

              @Override
              public FieldVisitor visitField(
                  int access, String name, String desc, String signature, Object value) {
                return isAddition(name)
                    ? null
                    : super.visitField(access, name, desc, signature, value);
              }

              @Override
              public void visitInnerClass(String name, String outer, String inner, int access) {
                // A class mentions the nested classes that it uses, as with javac.
                if (!name.equals("java/lang/invoke/MethodHandles$Lookup")
                    && !name.startsWith("dev/fermata/continuation/")) {
                  super.visitInnerClass(name, outer, inner, access);
                }
              }

              @Override
              public void visitAttribute(Attribute attribute) {
                if (!attribute.type.equals("dev.fermata.Transformed")) {
                  super.visitAttribute(attribute);
                }
              }
            },
            ClassReader.SKIP_CODE);
    return Text.of(writer.toByteArray())
        .lines()
        .filter(line -> !line.isBlank())
        .collect(joining("\n"));
  }

  /** Hides fields from a check that objects to flags of later Java versions. */
  private static final class WithoutFields extends ClassVisitor {
    WithoutFields(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String desc, String signature, Object value) {
      return null;
    }
  }
}
