package dev.fermata.continuation;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * An awaited call of a static method of another class, which may be asynchronous: goes straight to
 * the method's start code once that is known.
 *
 * <p>The first call goes through the method itself, as any Java code would call it, and awaits what
 * it returns. If the method is a stub, that links its class, and the second call finds the start
 * method and puts it in place for good. Otherwise the method stays.
 */
final class LinkedCall extends MutableCallSite {
  private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

  private final Class<?> owner;
  private final String method;
  private final String descriptor;
  private final MethodHandle throughStub;
  private boolean called;

  /**
   * Makes a call site.
   *
   * @param type the method's parameters, then a context; the awaited value's type
   * @param stub the method
   * @param method what {@code stub} is
   */
  private LinkedCall(MethodType type, MethodHandle stub, MethodHandleInfo method)
      throws ReflectiveOperationException {
    super(type);
    this.owner = method.getDeclaringClass();
    this.method = method.getName();
    this.descriptor = method.getMethodType().toMethodDescriptorString();
    this.throughStub = awaiting(stub);
    MethodHandle link = HERE.bind(this, "link", MethodType.methodType(void.class));
    setTarget(MethodHandles.foldArguments(throughStub, link));
  }

  /**
   * The call site for a class that calls a method.
   *
   * @param lookup the class
   * @param type the method's parameters, then a context; the awaited value's type
   * @param stub the method
   */
  static CallSite site(MethodHandles.Lookup lookup, MethodType type, MethodHandle stub)
      throws ReflectiveOperationException {
    LinkedCall call = new LinkedCall(type, stub, lookup.revealDirect(stub));
    return Linking.isAllowedIn(lookup.lookupClass())
        ? call
        : new ConstantCallSite(call.throughStub);
  }

  /** Runs before each call until the site is settled. */
  void link() throws ReflectiveOperationException {
    DebugMap.Start start = DebugMap.start(owner, method, descriptor);
    if (start != null) {
      setTarget(straight(start));
    } else if (called) {
      setTarget(throughStub);
    }
    called = true;
  }

  /** The call of the method itself: its result is awaited. */
  private MethodHandle awaiting(MethodHandle stub) throws ReflectiveOperationException {
    MethodHandle await =
        HERE.findStatic(
            Awaited.class,
            "await",
            MethodType.methodType(Object.class, Object.class, Context.class));
    MethodHandle call = stub.asType(stub.type().changeReturnType(Object.class));
    return unboxing(MethodHandles.collectArguments(await, 0, call));
  }

  /** The call of the start method. */
  private MethodHandle straight(DebugMap.Start start) throws ReflectiveOperationException {
    MethodType declared =
        MethodType.fromMethodDescriptorString("()" + start.value(), Context.class.getClassLoader());
    Class<?> value = declared.returnType();
    MethodHandle code =
        start.lookup().findStatic(owner, start.name(), type().changeReturnType(value));
    if (value == type().returnType()) {
      return code;
    }
    return unboxing(code.asType(type().changeReturnType(Object.class)));
  }

  /**
   * Gives a call that returns an object the return type of this site. Where that is primitive, the
   * dummy of a suspension must not be unboxed.
   */
  private MethodHandle unboxing(MethodHandle call) throws ReflectiveOperationException {
    Class<?> wanted = type().returnType();
    if (!wanted.isPrimitive()) {
      return call.asType(type());
    }
    MethodHandle suspended = HERE.findGetter(Context.class, "suspended", boolean.class);
    MethodHandle unbox =
        MethodHandles.guardWithTest(
            MethodHandles.dropArguments(suspended, 0, Object.class),
            MethodHandles.empty(MethodType.methodType(wanted, Object.class, Context.class)),
            MethodHandles.dropArguments(
                MethodHandles.identity(Object.class)
                    .asType(MethodType.methodType(wanted, Object.class)),
                1,
                Context.class));
    MethodHandle twice = MethodHandles.collectArguments(unbox, 0, call);
    int parameters = type().parameterCount();
    int[] order = new int[parameters + 1];
    for (int i = 0; i < parameters; i++) {
      order[i] = i;
    }
    order[parameters] = parameters - 1;
    return MethodHandles.permuteArguments(twice, type(), order);
  }
}
