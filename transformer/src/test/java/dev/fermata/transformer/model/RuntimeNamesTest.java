package dev.fermata.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.transformer.plan.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Every name of the runtime that the transformer writes or recognises exists there, and is public.
 */
class RuntimeNamesTest {
  private static final String OBJECT = "Ljava/lang/Object;";

  static List<Arguments> methods() {
    return List.of(
        isStatic(RuntimeNames.FERMATA, RuntimeNames.AWAIT, RuntimeNames.AWAIT_AWAITABLE),
        isStatic(RuntimeNames.FERMATA, RuntimeNames.AWAIT, RuntimeNames.AWAIT_STAGE),
        isStatic(RuntimeNames.COROUTINE, RuntimeNames.COROUTINE_OF, RuntimeNames.COROUTINE_OF_DESC),
        isStatic(
            RuntimeNames.COROUTINE, RuntimeNames.COROUTINE_DONE, RuntimeNames.COROUTINE_DONE_DESC),
        isStatic(
            RuntimeNames.FUTURE, RuntimeNames.COMPLETED_FUTURE, RuntimeNames.COMPLETED_FUTURE_DESC),
        isStatic(
            RuntimeNames.FUTURE, RuntimeNames.COMPLETED_STAGE, RuntimeNames.COMPLETED_STAGE_DESC),
        isVirtual(RuntimeNames.CONTEXT, RuntimeNames.PUSH, RuntimeNames.PUSH_DESC),
        isVirtual(RuntimeNames.CONTEXT, RuntimeNames.ABANDON, RuntimeNames.ABANDON_DESC),
        isStatic(RuntimeNames.AWAITED, RuntimeNames.AWAIT, RuntimeNames.AWAITED_AWAIT_DESC),
        isStatic(RuntimeNames.AWAITED, RuntimeNames.FRAME_OF, RuntimeNames.FRAME_OF_DESC),
        isVirtual(
            RuntimeNames.FRAME, RuntimeNames.FRAME_DISPATCHER, RuntimeNames.FRAME_DISPATCHER_DESC),
        isVirtual(RuntimeNames.FRAME, RuntimeNames.CLEAR, "()V"),
        isVirtual(RuntimeNames.FRAME, RuntimeNames.UNKNOWN_STATE, RuntimeNames.UNKNOWN_STATE_DESC),
        isStatic(RuntimeNames.FRAME, RuntimeNames.PACK, RuntimeNames.PACK_DESC),
        isStatic(RuntimeNames.FRAME, RuntimeNames.HIGH, RuntimeNames.HIGH_DESC),
        isVirtual(RuntimeNames.DISPATCHER, RuntimeNames.RESUME, RuntimeNames.DISPATCH_DESC),
        isStatic(RuntimeNames.LAUNCHER, RuntimeNames.LAUNCH_COROUTINE, RuntimeNames.LAUNCH_DESC),
        isStatic(RuntimeNames.LAUNCHER, RuntimeNames.LAUNCH_FUTURE, RuntimeNames.LAUNCH_DESC),
        isStatic(
            RuntimeNames.LAUNCHER, RuntimeNames.COMPLETED_VALUE, RuntimeNames.COMPLETED_VALUE_DESC),
        isStatic(
            RuntimeNames.BOOTSTRAPS,
            RuntimeNames.LINK_DISPATCHER,
            RuntimeNames.LINK_DISPATCHER_DESC),
        isStatic(RuntimeNames.BOOTSTRAPS, RuntimeNames.LINK_CALL, RuntimeNames.LINK_CALL_DESC),
        isStatic(
            RuntimeNames.BOOTSTRAPS, RuntimeNames.LINK_REACHES, RuntimeNames.LINK_REACHES_DESC),
        isStatic(RuntimeNames.BOOTSTRAPS, RuntimeNames.LINK_PARK, RuntimeNames.LINK_PARK_DESC));
  }

  static List<Arguments> savedValues() {
    String owner = RuntimeNames.SAVED_VALUES;
    List<Arguments> methods = new ArrayList<>();
    methods.add(isStatic(owner, RuntimeNames.BEGIN, RuntimeNames.BEGIN_DESC));
    methods.add(isVirtual(owner, RuntimeNames.END, RuntimeNames.END_DESC));
    methods.add(isStatic(owner, RuntimeNames.OF_FRAME, RuntimeNames.OF_FRAME_DESC));
    for (String type : List.of(OBJECT, "I", "J", "F", "D")) {
      methods.add(isVirtual(owner, RuntimeNames.ADD, RuntimeNames.addDescriptor(type, 1)));
      methods.add(isVirtual(owner, RuntimeNames.ADD, RuntimeNames.addDescriptor(type, 8)));
    }
    methods.add(isVirtual(owner, RuntimeNames.TAKE, "()" + OBJECT));
    methods.add(isVirtual(owner, RuntimeNames.TAKE + "Int", "()I"));
    methods.add(isVirtual(owner, RuntimeNames.TAKE + "Long", "()J"));
    methods.add(isVirtual(owner, RuntimeNames.TAKE + "Float", "()F"));
    methods.add(isVirtual(owner, RuntimeNames.TAKE + "Double", "()D"));
    return methods;
  }

  static List<Arguments> outcomes() {
    List<Arguments> methods = new ArrayList<>();
    String returned = "(" + OBJECT + RuntimeNames.CONTEXT_DESC + ")";
    methods.add(isVirtual(RuntimeNames.CONTEXT, "result", "()" + OBJECT));
    methods.add(isStatic(RuntimeNames.RETURNED_VALUE, "object", returned + OBJECT));
    String[] names = {"boolean", "byte", "char", "short", "int", "long", "float", "double"};
    String descriptors = "ZBCSIJFD";
    for (int i = 0; i < names.length; i++) {
      char type = descriptors.charAt(i);
      methods.add(isVirtual(RuntimeNames.CONTEXT, names[i] + "Result", "()" + type));
      methods.add(isStatic(RuntimeNames.RETURNED_VALUE, names[i] + "Value", returned + type));
      methods.add(
          isVirtual(RuntimeNames.CONTEXT, RuntimeNames.RETURNED, "(" + type + ")" + OBJECT));
    }
    return methods;
  }

  private static Arguments isStatic(String owner, String name, String descriptor) {
    return Arguments.of(owner, name, descriptor, true);
  }

  private static Arguments isVirtual(String owner, String name, String descriptor) {
    return Arguments.of(owner, name, descriptor, false);
  }

  @ParameterizedTest(name = "{0}.{1}{2}")
  @MethodSource({"methods", "savedValues", "outcomes"})
  void methodIsThereAndPublic(String owner, String name, String descriptor, boolean isStatic)
      throws IOException {
    int access =
        read(owner).methods.stream()
            .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
            .mapToInt(method -> method.access)
            .findFirst()
            .orElseThrow();
    assertTrue((access & Opcodes.ACC_PUBLIC) != 0);
    assertEquals(isStatic, (access & Opcodes.ACC_STATIC) != 0);
  }

  @Test
  void fieldsAreThereAndPublic() throws IOException {
    assertField(RuntimeNames.CONTEXT, RuntimeNames.SUSPENDED, "Z");
    assertField(RuntimeNames.FRAME, RuntimeNames.STATE, "I");
    assertField(RuntimeNames.FRAME, RuntimeNames.R0, OBJECT);
  }

  @Test
  void everyShapeHasItsFactoryAndFields() throws IOException {
    for (int refs = 0; refs <= 16; refs++) {
      for (int longs = 0; longs <= 8; longs++) {
        Shape shape = Shape.smallest(refs, longs, false);
        assertTrue(!shape.wide() && shape.refs() >= refs && shape.longs() >= longs);
        assertFactory(shape);
        for (int field = 1; field < shape.refs(); field++) {
          assertField(shape.owner(), "r" + field, OBJECT);
        }
        for (int field = 0; field < shape.longs(); field++) {
          assertField(shape.owner(), "p" + field, "J");
        }
      }
    }
  }

  @Test
  void oneShortValueWithAtMostOneReferenceHasAShapeOfItsOwn() throws IOException {
    for (int refs = 0; refs <= 1; refs++) {
      Shape shape = Shape.smallest(refs, 1, true);
      assertTrue(shape.narrow());
      assertFactory(shape);
      assertField(shape.owner(), RuntimeNames.NARROW_VALUE, "I");
    }
    assertFalse(Shape.smallest(2, 1, true).narrow());
    assertFalse(Shape.smallest(1, 2, true).narrow());
    assertFalse(Shape.smallest(1, 1, false).narrow());
  }

  @Test
  void moreValuesThanTheLargestShapeHoldsGoIntoArrays() throws IOException {
    for (Shape shape : List.of(Shape.smallest(17, 0, false), Shape.smallest(0, 9, true))) {
      assertTrue(shape.wide());
      assertFactory(shape);
      assertField(shape.owner(), RuntimeNames.WIDE_REFS, "[" + OBJECT);
      assertField(shape.owner(), RuntimeNames.WIDE_LONGS, "[J");
    }
  }

  @Test
  void typesThatAreOnlyNamedExist() throws IOException {
    assertNotNull(read(RuntimeNames.CANCELLED_ERROR));
    assertNotNull(read(RuntimeNames.STAGE));
    assertNotNull(read(typeOf(RuntimeNames.ASYNC_DESC)));
    assertNotNull(read(typeOf(RuntimeNames.AWAITABLE_DESC)));
    assertEquals(RuntimeNames.CONTEXT, typeOf(RuntimeNames.CONTEXT_DESC));
    assertEquals(RuntimeNames.FRAME, typeOf(RuntimeNames.FRAME_DESC));
    assertEquals(RuntimeNames.DISPATCHER, typeOf(RuntimeNames.DISPATCHER_DESC));
  }

  @Test
  void bothSidesHaveTheSameVersionsOfTheInterface() {
    assertEquals(dev.fermata.continuation.Bootstraps.ABI, RuntimeNames.ABI);
    assertEquals(dev.fermata.continuation.Bootstraps.OLDEST_ABI, RuntimeNames.OLDEST_ABI);
  }

  private static void assertFactory(Shape shape) throws IOException {
    methodIn(read(shape.owner()), RuntimeNames.SHAPE_OF, shape.factoryDescriptor());
  }

  private static void methodIn(ClassNode node, String name, String descriptor) {
    assertTrue(
        node.methods.stream()
            .anyMatch(method -> method.name.equals(name) && method.desc.equals(descriptor)),
        () -> node.name + "." + name + descriptor);
  }

  private static void assertField(String owner, String name, String descriptor) throws IOException {
    assertTrue(
        read(owner).fields.stream()
            .anyMatch(
                field ->
                    field.name.equals(name)
                        && field.desc.equals(descriptor)
                        && (field.access & Opcodes.ACC_PUBLIC) != 0),
        () -> owner + "." + name);
  }

  private static String typeOf(String descriptor) {
    return descriptor.substring(1, descriptor.length() - 1);
  }

  private static ClassNode read(String name) throws IOException {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
      assertNotNull(in, name);
      ClassNode node = new ClassNode();
      new ClassReader(in).accept(node, ClassReader.SKIP_CODE);
      return node;
    }
  }
}
