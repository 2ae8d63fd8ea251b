package dev.fermata.internal.code;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * An awaited call of a static method of another class, which may be asynchronous. It goes straight
 * to the method's start code once that is known.
 *
 * <p>The first call goes through the method itself, as any Java code would call it, and awaits what
 * it returns. If the method is a stub, that links its class, and the second call finds the start
 * method and puts it in place for good. Otherwise the method stays.
 */
public final class LinkedCall extends MutableCallSite {
  private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

  private final Class<?> owner;
  private final String method;
  private final String descriptor;
  private final MethodHandle throughStub;
  private final AwaitCode code;
  private boolean called;

  /**
   * The parts of an await, from the package above.
   *
   * @param await awaits an object in a context
   * @param suspended tells whether a context is suspended
   */
  public record AwaitCode(MethodHandle await, MethodHandle suspended) {
    private Class<?> context() {
      return suspended.type().parameterType(0);
    }
  }

  /**
   * Makes a call site.
   *
   * @param type the method's parameters, then a context; the awaited value's type
   * @param stub the method
   * @param method what {@code stub} is
   * @param code what an await consists of
   */
  private LinkedCall(MethodType type, MethodHandle stub, MethodHandleInfo method, AwaitCode code)
      throws ReflectiveOperationException {
    super(type);
    this.code = code;
    this.owner = method.getDeclaringClass();
    this.method = method.getName();
    this.descriptor = method.getMethodType().toMethodDescriptorString();
    this.throughStub = awaiting(stub);
    MethodHandle link = HERE.bind(this, "link", MethodType.methodType(void.class));
    setTarget(MethodHandles.foldArguments(throughStub, link));
  }

  /**
   * Returns the call site for a class that calls a method.
   *
   * @param lookup the class
   * @param type the method's parameters, then a context; the awaited value's type
   * @param stub the method
   * @param code what an await consists of
   */
  public static CallSite site(
      MethodHandles.Lookup lookup, MethodType type, MethodHandle stub, AwaitCode code)
      throws ReflectiveOperationException {
    LinkedCall call = new LinkedCall(type, stub, lookup.revealDirect(stub), code);
    return LinkPolicy.isAllowedIn(lookup.lookupClass())
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
  private MethodHandle awaiting(MethodHandle stub) {
    MethodHandle call = stub.asType(stub.type().changeReturnType(Object.class));
    return unboxing(MethodHandles.collectArguments(code.await(), 0, call));
  }

  /** The call of the start method. */
  private MethodHandle straight(DebugMap.Start start) throws ReflectiveOperationException {
    MethodType declared =
        MethodType.fromMethodDescriptorString(
            "()" + start.value(), LinkedCall.class.getClassLoader());
    Class<?> value = declared.returnType();
    MethodHandle code =
        start.lookup().findStatic(owner, start.name(), type().changeReturnType(value));
    if (value == type().returnType()) {
      return code;
    }
    return unboxing(code.asType(type().changeReturnType(Object.class)));
  }

  /**
   * Adapts a call that returns an object to the return type of this site. If that is primitive, the
   * dummy of a suspension must not be unboxed.
   */
  private MethodHandle unboxing(MethodHandle call) {
    Class<?> wanted = type().returnType();
    if (!wanted.isPrimitive()) {
      return call.asType(type());
    }
    MethodHandle unbox =
        MethodHandles.guardWithTest(
            MethodHandles.dropArguments(code.suspended(), 0, Object.class),
            MethodHandles.empty(MethodType.methodType(wanted, Object.class, code.context())),
            MethodHandles.dropArguments(
                MethodHandles.identity(Object.class)
                    .asType(MethodType.methodType(wanted, Object.class)),
                1,
                code.context()));
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
