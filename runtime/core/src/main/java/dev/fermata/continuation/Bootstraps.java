package dev.fermata.continuation;

import dev.fermata.internal.code.DebugMap;
import dev.fermata.internal.code.LinkPolicy;
import dev.fermata.internal.code.LinkedCall;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Links a transformed class to this runtime: the bootstrap methods of its {@code invokedynamic}
 * instructions.
 *
 * <p>The bootstrap methods of call sites have the type of {@link LambdaMetafactory#altMetafactory},
 * which the JDK calls without generating code. For a bootstrap method of another type it generates
 * about twenty classes, which takes about thirty milliseconds of processor time at the start of a
 * program.
 */
public final class Bootstraps {
  /**
   * The version of the interface of this package to generated code. Every addition to the interface
   * raises it. Within a major release nothing is removed from the interface.
   */
  public static final int ABI = 1;

  /** The oldest version that this runtime accepts: the first of its major release. */
  public static final int OLDEST_ABI = 1;

  private Bootstraps() {}

  /** What an await consists of; a class of its own, because few programs need it. */
  private static final class Await {
    static final LinkedCall.AwaitCode RUNTIME = find();

    private static LinkedCall.AwaitCode find() {
      MethodHandles.Lookup here = MethodHandles.lookup();
      MethodType type = MethodType.methodType(Object.class, Object.class, Context.class);
      try {
        return new LinkedCall.AwaitCode(
            here.findStatic(Awaited.class, "await", type),
            here.findGetter(Context.class, "suspended", boolean.class));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the Fermata runtime is incomplete", e);
      }
    }
  }

  /**
   * Makes the dispatcher of a transformed class.
   *
   * @param lookup the class
   * @param name the name of {@link Dispatcher}'s method
   * @param type no parameters, a {@link Dispatcher}
   * @param arguments the version of this package that the class was transformed for; the class's
   *     dispatch method, {@code (Frame, Context) -> Object}, static; and the class's debug map, in
   *     the form that {@link DebugMap} reads, cut into constants
   * @throws IncompatibleClassChangeError when the class was transformed for another version
   */
  public static CallSite dispatcher(
      MethodHandles.Lookup lookup, String name, MethodType type, Object... arguments)
      throws Throwable {
    checkVersion(lookup.lookupClass(), (int) arguments[0]);
    MethodHandle code = (MethodHandle) arguments[1];
    CallSite site =
        LambdaMetafactory.metafactory(lookup, name, type, code.type(), code, code.type());
    Dispatcher dispatcher = (Dispatcher) site.getTarget().invokeExact();
    DebugMap.register(dispatcher, lookup, Arrays.copyOfRange(arguments, 2, arguments.length));
    return site;
  }

  /**
   * Links an awaited call of a static method of another class.
   *
   * @param lookup the class that calls
   * @param name the method's name
   * @param type the method's parameters, then a {@link Context}; the awaited value's type, a
   *     primitive one where the caller unboxes it
   * @param arguments the version of this package that the class was transformed for, and the method
   * @throws IncompatibleClassChangeError when the class was transformed for another version
   */
  public static CallSite call(
      MethodHandles.Lookup lookup, String name, MethodType type, Object... arguments)
      throws Throwable {
    checkVersion(lookup.lookupClass(), (int) arguments[0]);
    MethodHandle stub = (MethodHandle) arguments[1];
    return LinkedCall.site(lookup, type, stub, Await.RUNTIME);
  }

  /**
   * Tells whether a class may call a start method where a call of an asynchronous method of another
   * class is awaited: the value of a dynamic constant, which is computed when such a call is first
   * reached. Initialises no class.
   *
   * @param lookup the class that calls
   * @param startName the name that the start method has where it is open to other classes
   * @param type {@code Boolean}
   * @param stub the method
   * @param start the type of the start method that the caller wants: the method's parameters, then
   *     a {@link Context}; the awaited value's type
   * @param abi the version of this package that the class was transformed for
   * @throws IncompatibleClassChangeError when the class was transformed for another version
   */
  public static Boolean reaches(
      MethodHandles.Lookup lookup,
      String startName,
      Class<?> type,
      MethodHandle stub,
      MethodType start,
      int abi) {
    checkVersion(lookup.lookupClass(), abi);
    if (!LinkPolicy.isAllowedIn(lookup.lookupClass())) {
      return false;
    }
    Class<?> owner = lookup.revealDirect(stub).getDeclaringClass();
    try {
      MethodHandle found = lookup.findStatic(owner, startName, start);
      // An inherited start method would belong to a method that the owner hides.
      return lookup.revealDirect(found).getDeclaringClass() == owner;
    } catch (NoSuchMethodException | IllegalAccessException | LinkageError e) {
      return false;
    }
  }

  private static void checkVersion(Class<?> owner, int abi) {
    if (abi < OLDEST_ABI || abi > ABI) {
      throw new IncompatibleClassChangeError(
          owner.getName()
              + " was transformed for version "
              + abi
              + " of Fermata's runtime interface, and this runtime accepts "
              + (OLDEST_ABI == ABI ? "version " + ABI : "versions " + OLDEST_ABI + " to " + ABI)
              + (abi > ABI
                  ? ": use the runtime of the release that transformed it, or a later one"
                  : ": build it again with the transformer of this release"));
    }
  }

  /**
   * Puts a value into a private static field of a transformed class. In this way a value comes out
   * of a frame when the class has no access to the value's type.
   *
   * @param lookup the class
   * @param value what goes into the field
   * @param field the field's name
   * @param type the field's type, as {@link Class#forName(String)} takes it
   */
  public static void park(MethodHandles.Lookup lookup, Object value, String field, String type)
      throws Throwable {
    Class<?> owner = lookup.lookupClass();
    Class<?> fieldType = Class.forName(type, false, owner.getClassLoader());
    lookup.findStaticSetter(owner, field, fieldType).invoke(value);
  }
}
