package dev.fermata.transformer.cases;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.cases.harness.Case;
import dev.fermata.transformer.cases.harness.ClassEdit;
import dev.fermata.transformer.cases.harness.Invariants;
import dev.fermata.transformer.cases.harness.RawAttribute;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Rows H09 and I06 to I15: what else is in a class file, and what of it stays. */
class ClassFileCasesTest {
  private static final String NAME = "targets.Target";

  private static final String PROGRAM =
      """
      enum Color { RED, GREEN { @Override String n() { return "g"; } }; String n() { return "n"; } }
      class Inner { Inner(@Mark int a, @Mark String b) {} @Async Coroutine<Integer> i() { return Coroutine.of(await(later(1))); } }
      @interface Mark { int value() default 3; String[] names() default {"x"}; }
      @Deprecated static int old;
      @Async @Deprecated <T extends Number> Coroutine<T> generic(final T first, @Mark(4) String second, T... rest) throws IOException {
        class Local { T t = first; }
        Runnable r = () -> log(new Local().t);
        r.run();
        return Coroutine.of(await(later(rest.length > 0 ? rest[0] : first)));
      }
      @Async static Coroutine<Object> run() throws Exception { return Coroutine.of(await(new Target().generic(1, "")) + await(new Target().new Inner(1, "").i())); }
      """;

  @Test
  void i06_nestAndInnerClassesAreKeptAndLookupIsMentioned() {
    byte[] before = Case.of(PROGRAM).java(11).compileTarget();
    ClassNode after = ClassEdit.read(Invariants.transform(NAME, before));
    assertEquals(ClassEdit.read(before).nestMembers, after.nestMembers);
    Set<String> inner = new HashSet<>();
    for (InnerClassNode entry : after.innerClasses) {
      assertTrue(inner.add(entry.name), "twice: " + entry.name);
    }
    for (InnerClassNode entry : ClassEdit.read(before).innerClasses) {
      assertTrue(inner.contains(entry.name), entry.name);
    }
    assertTrue(inner.contains("java/lang/invoke/MethodHandles$Lookup"));
  }

  @Test
  void i06_localClassNamesAMethodThatStillExists() {
    Case program = Case.of(PROGRAM).java(11);
    ClassNode local = ClassEdit.read(program.compile().get("targets.Target$1Local"));
    ClassNode after = ClassEdit.read(Invariants.transform(NAME, program.compileTarget()));
    assertTrue(
        after.methods.stream()
            .anyMatch(
                m -> m.name.equals(local.outerMethod) && m.desc.equals(local.outerMethodDesc)));
  }

  @Test
  void i07_attributesOfTheMethodStayOnTheStub() {
    byte[] before = Case.of(PROGRAM).java(17).compileTarget();
    MethodNode stub =
        ClassEdit.method(ClassEdit.read(Invariants.transform(NAME, before)), "generic");
    MethodNode original = ClassEdit.method(ClassEdit.read(before), "generic");
    assertEquals(original.signature, stub.signature);
    assertEquals(List.of("java/io/IOException"), stub.exceptions);
    assertEquals(original.access, stub.access);
    assertEquals(original.visibleAnnotations.size(), stub.visibleAnnotations.size());
    assertEquals(2, stub.visibleAnnotations.size());
  }

  @Test
  void i08_parameterAnnotationsWhoseCountDiffersFromTheDescriptorAreKept() {
    Case.of(
            """
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface Mark { int value() default 3; }
            enum Color {
              RED(1);
              Color(@Mark int n) {}
              @Async Coroutine<Object> m(int a, @Mark(7) int b, int c) { return Coroutine.of(await(later(a + b + c))); }
            }
            class Inner {
              Inner(int a, @Mark(5) String b) {}
              @Async Coroutine<String> m() { return Coroutine.of(await(later("m"))); }
            }
            static String marks(java.lang.reflect.Executable e) {
              String r = "";
              for (java.lang.annotation.Annotation[] a : e.getParameterAnnotations()) r += a.length == 0 ? "-" : ((Mark) a[0]).value();
              return r + " ";
            }
            @Async static Coroutine<Object> run() throws Exception {
              String r = marks(Color.class.getDeclaredConstructors()[0]) + marks(Inner.class.getDeclaredConstructors()[0]) + marks(Color.class.getDeclaredMethod("m", int.class, int.class, int.class));
              return Coroutine.of(r + await(Color.RED.m(1, 2, 3)) + await(new Target().new Inner(1, "").m()));
            }
            """)
        .onlyOneCompiler()
        .matchesStraight();
  }

  @Test
  void i10_typeAnnotationsInsideTheCodeDoNotBreakIt() {
    Case.of(
            """
            @java.lang.annotation.Target({java.lang.annotation.ElementType.TYPE_USE, java.lang.annotation.ElementType.TYPE_PARAMETER})
            @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) @interface T {}
            static class R implements AutoCloseable { public void close() {} }
            @Async static <@T X extends @T Number> @T Coroutine<@T Object> typed(@T String p, List<@T ? extends @T X> l) throws @T Exception {
              @T String s = (@T String) await(later((Object) p));
              List<@T String> list = new @T ArrayList<@T String>();
              for (@T String t : new @T String @T [] {"a", await(later("b"))}) list.add(t);
              try (@T R r = await(later(new @T R()))) {
                await(fails(new IOException("x")));
              } catch (@T IOException e) {
                boolean b = await(later((Object) e)) instanceof @T IOException;
                Function<@T String, @T Integer> f = @T String::length;
                Supplier<Coroutine<Object>> g = () -> { @T Object o = await(later(1)); return Coroutine.of(o); };
                return Coroutine.of(s + list + b + f.apply(await(later("four"))) + await(g.get()));
              }
              return Coroutine.of(null);
            }
            @Async static Coroutine<Object> run() throws Exception {
              java.lang.reflect.Method m = Target.class.getDeclaredMethod("typed", String.class, List.class);
              int n = m.getAnnotatedReturnType().getAnnotations().length + m.getAnnotatedParameterTypes()[0].getAnnotations().length + m.getAnnotatedExceptionTypes()[0].getAnnotations().length + m.getTypeParameters()[0].getAnnotations().length;
              return Coroutine.of(await(typed("p", null)) + " " + n);
            }
            """)
        .prints("= p[a, b]true41 4");
  }

  @Test
  void i10_annotatedVariableThatEndsInFrontOfACutLineHasNoRangeInResume() {
    byte[] before =
        Case.of(
                """
                @java.lang.annotation.Target(java.lang.annotation.ElementType.TYPE_USE) @interface T {}
                @Async static Coroutine<Object> run() {
                  { @T String s = "s"; log(s); }
                  return Coroutine.of(await(later(1)));
                }
                """)
            .compileTarget();
    ClassNode after = ClassEdit.read(Invariants.transform(NAME, before));
    assertEquals(
        List.of("lambda$run$start"),
        after.methods.stream()
            .filter(method -> method.invisibleLocalVariableAnnotations != null)
            .filter(method -> !method.invisibleLocalVariableAnnotations.isEmpty())
            .map(method -> method.name)
            .toList());
  }

  @Test
  void i11_unknownAttributesOfClassAndMethodAreKeptAndThoseOfCodeDropped() {
    byte[] before =
        ClassEdit.change(
            Case.of(PROGRAM).java(11).compileTarget(),
            0,
            node -> {
              node.visitAttribute(new RawAttribute("org.example.OfClass", new byte[] {1, 2, 3}));
              MethodNode run = ClassEdit.method(node, "run");
              run.visitAttribute(RawAttribute.ofCode("org.example.OfCode", new byte[] {0, 7}));
              run.visitAttribute(new RawAttribute("org.example.OfMethod", new byte[] {4}));
            });
    assertTrue(
        attributes(before).containsAll(Set.of("org.example.OfCode", "org.example.OfMethod")));
    byte[] transformed = Invariants.transform(NAME, before);
    Set<String> after = attributes(transformed);
    assertTrue(after.contains("org.example.OfClass"));
    assertFalse(after.contains("org.example.OfCode"));
    List<String> owners =
        ClassEdit.read(transformed).methods.stream()
            .filter(method -> method.attrs != null)
            .map(method -> method.name)
            .toList();
    assertEquals(List.of("run"), owners);
  }

  /** The names of the unknown attributes of the class, its fields, its methods and their code. */
  private static Set<String> attributes(byte[] bytes) {
    ClassNode node = ClassEdit.read(bytes);
    Stream<List<Attribute>> fields = node.fields.stream().map(field -> field.attrs);
    Stream<List<Attribute>> methods = node.methods.stream().map(method -> method.attrs);
    return Stream.concat(Stream.of(node.attrs), Stream.concat(fields, methods))
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(attribute -> attribute.type)
        .collect(toSet());
  }

  @Test
  void h09_unknownFlagsAndAttributesOfMembersAreKept() {
    byte[] before =
        ClassEdit.change(
            Case.of(
                    "int n; @Async static Coroutine<Object> run() { return Coroutine.of(await(later(1))); }")
                .compileTarget(),
            0,
            node -> {
              node.fields.get(0).access |= 0x0800;
              node.fields.get(0).visitAttribute(new RawAttribute("NullRestricted", new byte[0]));
              node.visitAttribute(new RawAttribute("LoadableDescriptors", new byte[] {0, 0}));
            });
    byte[] after = Invariants.transform(NAME, before);
    assertEquals(0x0800, ClassEdit.read(after).fields.get(0).access);
    assertTrue(attributes(after).containsAll(Set.of("NullRestricted", "LoadableDescriptors")));
  }

  @Test
  void i12_switchesWithHugeRangesAndManyOrNegativeKeys() {
    String many =
        IntStream.range(0, 5000)
            .mapToObj(
                i ->
                    "case "
                        + (i * 7919 - 20_000_000)
                        + ":"
                        + (i % 5 < 4 ? "" : " n = " + i + "; break;"))
            .collect(joining("\n"));
    String dense =
        IntStream.range(-900, 900)
            .mapToObj(i -> "case " + i + ": r += " + i + "; break;")
            .collect(joining("\n"));
    Case.of(
            """
            @Async static Coroutine<Integer> sparse(int k) {
              int n = -1;
              switch (await(later(k))) { %s }
              return Coroutine.of(n + await(later(1)));
            }
            @Async static Coroutine<Integer> dense(int k) {
              int r = await(later(0));
              switch (k) { %s case Integer.MIN_VALUE: r = await(later(5)); break; case Integer.MAX_VALUE: await(later(r = 6)); break; default: r = await(later(4)); }
              return Coroutine.of(r);
            }
            @Async static Coroutine<Object> run() {
              String r = "";
              for (int k : new int[] {-20_000_000, 4999 * 7919 - 20_000_000, 1}) r += await(sparse(k)) + " ";
              for (int k : new int[] {-900, 899, 900, Integer.MIN_VALUE, Integer.MAX_VALUE}) r += await(dense(k)) + " ";
              return Coroutine.of(r);
            }
            """
                .formatted(many, dense))
        .prints("= 5 5000 0 -900 899 4 5 6 ");
  }

  @Test
  void i13_noLineIsAddedAndResumeHasTheLinesOfTheBody() {
    byte[] before =
        Case.of(
                """
                @Async static Coroutine<Object> run() {
                  int n = await(later(1));

                  for (int i = 0; i < 3; i++) {
                    n += i
                        + await(later(i));
                  }
                  log(n);
                  return Coroutine.of(n);
                }
                """)
            .compileTarget();
    ClassNode after = ClassEdit.read(Invariants.transform(NAME, before));
    Set<Integer> lines = lines(ClassEdit.read(before));
    assertEquals(lines, lines(after));
    for (MethodNode method : after.methods) {
      if (method.name.endsWith("start")) {
        assertEquals(Set.of(3, 5, 6, 7, 9, 10), lines(method), method.name);
      }
      if (method.name.endsWith("resume")) {
        assertTrue(Set.of(3, 5, 6, 7, 9, 10).containsAll(lines(method)), method.name);
        assertTrue(lines(method).containsAll(Set.of(3, 7, 9, 10)), method.name);
      }
    }
  }

  private static Set<Integer> lines(ClassNode node) {
    Set<Integer> lines = new TreeSet<>();
    node.methods.forEach(method -> lines.addAll(lines(method)));
    return lines;
  }

  private static Set<Integer> lines(MethodNode method) {
    Set<Integer> lines = new TreeSet<>();
    for (var insn : method.instructions) {
      if (insn instanceof LineNumberNode line) {
        lines.add(line.line);
      }
    }
    return lines;
  }

  @Test
  void i14_sourceFileAndSourceDebugExtensionAreKept() {
    byte[] before =
        ClassEdit.change(
            Case.of(PROGRAM).java(11).compileTarget(),
            0,
            node -> node.visitSource("page.jsp", "SMAP\npage.java\nJSP\n*S JSP\n*E\n"));
    ClassNode after = ClassEdit.read(Invariants.transform(NAME, before));
    assertEquals("page.jsp", after.sourceFile);
    assertEquals("SMAP\npage.java\nJSP\n*S JSP\n*E\n", after.sourceDebug);
  }

  @Test
  void i15_moduleAndPackageDescriptionsAreLeftAlone() {
    ClassWriter module = new ClassWriter(0);
    module.visit(53, 0x8000, "module-info", null, null, null);
    module.visitModule("fermata.user", 0, null).visitRequire("dev.fermata", 0, null);
    module.visitEnd();
    ClassWriter pack = new ClassWriter(0);
    pack.visit(52, 0x1600, "targets/package-info", null, "java/lang/Object", null);
    pack.visitAnnotation("Ldev/fermata/Async;", true).visitEnd();
    pack.visitEnd();
    for (byte[] before : List.of(module.toByteArray(), pack.toByteArray())) {
      assertArrayEquals(before, Invariants.run("info", before).bytes());
      assertEquals(List.of(), Invariants.run("info", before).diagnostics());
    }
  }

  @Test
  void i19_namesThatJavaCannotWrite() {
    Case.of(
            """
            static class Odd {
              int value = 1;
              @Async Coroutine<String> first(int n) { value += await(later(n)); return Coroutine.of("v" + value + await(second("s"))); }
              @Async static Coroutine<String> second(String s) { return Coroutine.of(s + await(later("t"))); }
            }
            @Async static Coroutine<String> dashed(int n) { String s = await(later("d")); return Coroutine.of(s + n); }
            @Async static Coroutine<Object> run() { return Coroutine.of(await(new Odd().first(2)) + await(dashed(5)) + await(Odd.second("x"))); }
            """)
        .rename("first", "first-impl")
        .rename("second", "=\u03bb $1")
        .rename("dashed", "box-unbox$default")
        .rename("value", "a b")
        .prints("= v3std5xt");
  }
}
