package dev.fermata.transformer;

import dev.fermata.agent.AgentMessages;
import dev.fermata.transformer.analyse.TypeFlow;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Compiler;
import dev.fermata.transformer.cases.harness.RawAttribute;
import dev.fermata.transformer.diagnostic.Diagnostic;
import dev.fermata.transformer.diagnostic.RefusedException;
import dev.fermata.transformer.inspect.Succession;
import dev.fermata.transformer.model.Insns;
import dev.fermata.transformer.scan.CodeScan;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Class files about which the transformer says what no Java source of today makes it say. */
final class ClassFileExamples {
  private static final String SOURCE =
      """
      import dev.fermata.*;
      class Example {
        @Async
        static Coroutine<String> text() {
          return Coroutine.of(new String(Fermata.await(Coroutine.of("text"))));
        }
      }
      """;

  private static final byte[] CLASS_FILE =
      Compiler.JAVAC
          .compile(Map.of("Example.java", SOURCE), List.of("-g", "--release", "17"))
          .get("Example");

  private ClassFileExamples() {}

  /** What is printed about the example of an id. */
  static String message(String id) {
    return switch (id) {
      case "FERMATA-008" -> findings(withSubroutine());
      case "FERMATA-009" -> findings(withVersion(50));
      case "FERMATA-010" -> findings(withVersion(99));
      case "FERMATA-013" -> findings(ofAnotherRelease());
      case "FERMATA-014" -> findings(Arrays.copyOf(CLASS_FILE, CLASS_FILE.length / 2));
      case "FERMATA-015" -> unusualNew() + "\n";
      case "FERMATA-016" -> withoutRuntime();
      case "FERMATA-099" -> withoutTrace(withFailingLoader());
      default -> throw new IllegalArgumentException("no example of " + id);
    };
  }

  private static String findings(byte[] classFile) {
    List<Diagnostic> found =
        new Transformer(Options.defaults()).transform(classFile, "Example.class").diagnostics();
    StringBuilder lines = new StringBuilder();
    found.forEach(finding -> lines.append(finding).append('\n'));
    return lines.toString();
  }

  private static byte[] withSubroutine() {
    return ClassEdit.change(
        CLASS_FILE,
        0,
        node -> {
          InsnList code = ClassEdit.method(node, "text").instructions;
          LabelNode subroutine = new LabelNode(new Label());
          code.add(new JumpInsnNode(Opcodes.JSR, subroutine));
          code.add(subroutine);
          code.add(new VarInsnNode(Opcodes.ASTORE, 0));
          code.add(new VarInsnNode(Opcodes.RET, 0));
          ClassEdit.method(node, "text").maxLocals++;
        });
  }

  private static byte[] withVersion(int version) {
    byte[] changed = CLASS_FILE.clone();
    changed[7] = (byte) version;
    return changed;
  }

  private static byte[] ofAnotherRelease() {
    byte[] transformed =
        new Transformer(Options.defaults()).transform(CLASS_FILE, "Example").bytes();
    return ClassEdit.change(
        transformed,
        0,
        node -> {
          node.attrs.removeIf(attribute -> attribute.type.equals("dev.fermata.Transformed"));
          node.visitAttribute(
              new RawAttribute("dev.fermata.Transformed", new byte[] {0, 99, 0, 0}));
        });
  }

  /** The check is given the method as it is before the pass that delays objects. */
  private static Diagnostic unusualNew() {
    ClassReader reader = new ClassReader(CLASS_FILE);
    ClassNode node = new ClassNode();
    reader.accept(node, ClassReader.EXPAND_FRAMES);
    var method = ClassEdit.method(node, "text");
    try {
      new ClassCompiler(reader, CodeScan.of(CLASS_FILE, reader), node, Succession.none())
          .refuseUninitialised(method, new TypeFlow(node.name, method, Insns::isAwait));
    } catch (RefusedException e) {
      return e.diagnostic();
    }
    throw new AssertionError("not refused");
  }

  private static String withoutRuntime() {
    ClassLoader plugin =
        new URLClassLoader("plugin", new URL[0], ClassLoader.getPlatformClassLoader());
    return AgentMessages.of(plugin, "Example", CLASS_FILE);
  }

  private static String withFailingLoader() {
    ClassLoader failing =
        new ClassLoader() {
          @Override
          public URL getResource(String name) {
            throw new UnsupportedOperationException("no resources here");
          }
        };
    return AgentMessages.of(failing, "Example", CLASS_FILE);
  }

  private static String withoutTrace(String message) {
    return message
        .replace("Fermata " + Transformer.version() + " failed", "Fermata 0.1.0 failed")
        .replaceAll("(\tat .*\n)+", "\tat …\n");
  }
}
