package dev.fermata;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads from the runtime's class files where its code may call a method of an object that a user
 * has made. It may do so in two ways:
 *
 * <ul>
 *   <li>by a call, or a method reference, that is dispatched by a type which users implement or
 *       extend: that of a parameter of the public API, what such an object gives in turn (a stage
 *       its future), and the {@link #ROOTS}. Methods that nobody can override do not count, and
 *       collections do only in a method that gets one as its parameter: the library keeps no user's
 *       collection.
 *   <li>by a method of the JDK that gets an object of such a type and is not known to {@link
 *       #KEEPERS merely keep it}, as {@code String.valueOf}, or that {@link #RELAYS calls what
 *       users have registered}. A concatenation of strings is such a method.
 * </ul>
 */
final class UserCalls extends ClassVisitor {
  private static final String LIBRARY = "dev/fermata/";

  /** Types by which users' objects are known without being parameters of the API. */
  private static final Set<Class<?>> ROOTS =
      Set.of(
          Object.class,
          Throwable.class,
          Comparable.class,
          Thread.class,
          ClassLoader.class,
          System.Logger.class);

  /** Methods that do no more with an object than to keep it, give it back, or ask for its class. */
  private static final Set<String> KEEPERS =
      Set.of(
          "ArrayDeque.add",
          "ArrayDeque.addLast",
          "ArrayDeque.push",
          "ArrayList.add",
          "ArrayList.set",
          "Arrays.asList",
          "Arrays.fill",
          "Class.forName",
          "Class.cast",
          "Cleaner.register",
          "Collections.synchronizedMap",
          "Collections.synchronizedSet",
          "Collections.unmodifiableList",
          "Collections.unmodifiableSet",
          "IdentityHashMap.computeIfAbsent",
          "IdentityHashMap.containsKey",
          "IdentityHashMap.get",
          "IdentityHashMap.put",
          "List.add",
          "List.of",
          "LockSupport.parkNanos",
          "LockSupport.unpark",
          "Objects.isNull",
          "Objects.nonNull",
          "Objects.requireNonNull",
          "Optional.orElse",
          "String.equals",
          "System.arraycopy",
          "Thread.<init>",
          "ThreadLocal.set",
          "StackWalker.getInstance",
          "VarHandle.compareAndSet",
          "VarHandle.getAndSet",
          "WeakReference.<init>");

  /** Methods of the JDK that call what users have registered there, or the elements of a stream. */
  private static final Set<String> RELAYS =
      Set.of(
          "Stream.distinct",
          "Stream.sorted",
          "CompletableFuture.cancel",
          "CompletableFuture.complete",
          "CompletableFuture.completeExceptionally");

  private static final List<Class<?>> COLLECTIONS =
      List.of(Collection.class, Map.class, Map.Entry.class, Iterator.class);

  private final Set<Class<?>> userTypes;
  private final Set<String> calls = new TreeSet<>();
  private String owner;

  private UserCalls(Set<Class<?>> userTypes) {
    super(Opcodes.ASM9);
    this.userTypes = userTypes;
  }

  /** The calls in all classes below a directory, as {@code class.method -> Class.method}. */
  static Set<String> in(Path classes) throws IOException {
    UserCalls calls = new UserCalls(userTypes(classes));
    for (String name : names(classes)) {
      new ClassReader(Files.readAllBytes(classes.resolve(name + ".class")))
          .accept(calls, ClassReader.SKIP_DEBUG);
    }
    return calls.calls;
  }

  private static List<String> names(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList();
    }
  }

  // ---------------------------------------------------------------- what users make

  private static Set<Class<?>> userTypes(Path classes) throws IOException {
    Set<Class<?>> types = new HashSet<>(ROOTS);
    for (String name : names(classes)) {
      Class<?> type = load(name);
      if (isForPrograms(name) && Modifier.isPublic(type.getModifiers())) {
        executables(type)
            .flatMap(method -> Arrays.stream(method.getParameterTypes()))
            .filter(UserCalls::isOpen)
            .forEach(parameter -> addWithResults(parameter, types));
      }
    }
    return types;
  }

  /** Whether programs call a class; what transformed code calls gets its objects as any object. */
  private static boolean isForPrograms(String name) {
    return !name.startsWith(LIBRARY + "internal/") && !name.startsWith(LIBRARY + "continuation/");
  }

  private static Stream<Executable> executables(Class<?> type) {
    return Stream.concat(
            Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }

  private static void addWithResults(Class<?> type, Set<Class<?>> types) {
    types.add(type);
    for (Method method : type.getMethods()) {
      Class<?> result = method.getReturnType();
      if (isOpen(result) && !Modifier.isStatic(method.getModifiers())) {
        types.add(result);
      }
    }
  }

  /** Whether users can implement or extend a type; of the library these are interfaces. */
  private static boolean isOpen(Class<?> type) {
    boolean isClosed =
        type.isPrimitive()
            || type.isArray()
            || type.isSealed()
            || Modifier.isFinal(type.getModifiers())
            || (!type.isInterface() && !hasOpenConstructor(type));
    return !isClosed && (isJdk(type) || type.isInterface());
  }

  private static boolean hasOpenConstructor(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors())
        .anyMatch(one -> (one.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0);
  }

  private static boolean isJdk(Class<?> type) {
    return !type.getName().startsWith("dev.fermata.");
  }

  /**
   * Whether an object that is known by a type may be a user's, as a RuntimeException may. Streams
   * are the library's own; what runs in them counts where it stands.
   */
  private boolean mayBeUsers(Class<?> type) {
    if (BaseStream.class.isAssignableFrom(type)) {
      return false;
    }
    return userTypes.contains(type)
        || (isJdk(type) && isOpen(type) && Throwable.class.isAssignableFrom(type))
        || (isJdk(type) && isOpen(type) && isCollection(type));
  }

  /** Whether a method of the JDK may get a user's object; its collections get our functions. */
  private boolean isGiven(Class<?> receiver, Class<?> parameter) {
    boolean isFunction = parameter.getPackageName().equals("java.util.function");
    boolean runsFunctions = isCollection(receiver) || BaseStream.class.isAssignableFrom(receiver);
    return mayBeUsers(parameter) && !(isFunction && runsFunctions);
  }

  private static boolean isCollection(Class<?> type) {
    return COLLECTIONS.stream().anyMatch(kind -> kind.isAssignableFrom(type));
  }

  // ---------------------------------------------------------------- the code

  @Override
  public void visit(
      int version, int access, String name, String signature, String superName, String[] types) {
    owner = name;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    String place = owner.substring(LIBRARY.length()).replace('/', '.');
    String site = place + "." + method.replaceAll("^lambda\\$(.*)\\$\\d+$", "$1");
    boolean getsCollection = parameters(descriptor).anyMatch(UserCalls::isCollection);
    return new MethodVisitor(Opcodes.ASM9) {
      @Override
      public void visitMethodInsn(
          int opcode, String of, String name, String type, boolean isInterface) {
        boolean dispatched = opcode == Opcodes.INVOKEVIRTUAL || opcode == Opcodes.INVOKEINTERFACE;
        call(site, of, name, type, dispatched, getsCollection);
      }

      @Override
      public void visitInvokeDynamicInsn(
          String name, String type, Handle bootstrap, Object... arguments) {
        if (bootstrap.getOwner().equals("java/lang/invoke/StringConcatFactory")
            && parameters(type).anyMatch(UserCalls.this::mayBeUsers)) {
          calls.add(site + " -> string concatenation");
        }
        for (Object argument : arguments) {
          if (argument instanceof Handle handle && handle.getDesc().startsWith("(")) {
            int tag = handle.getTag();
            boolean dispatched = tag == Opcodes.H_INVOKEVIRTUAL || tag == Opcodes.H_INVOKEINTERFACE;
            call(
                site,
                handle.getOwner(),
                handle.getName(),
                handle.getDesc(),
                dispatched,
                getsCollection);
          }
        }
      }
    };
  }

  private void call(
      String site,
      String of,
      String name,
      String descriptor,
      boolean dispatched,
      boolean getsCollection) {
    if (of.startsWith("[")) {
      return;
    }
    Class<?> named = load(of);
    Class<?> type =
        isObjects(named, name, descriptor) ? Object.class : declaring(named, name, descriptor);
    String called = type.getSimpleName() + "." + name;
    // A throwable keeps its cause and what it suppresses; one that is alone it asks for its text.
    boolean keeps =
        KEEPERS.contains(called)
            || (Throwable.class.isAssignableFrom(type)
                && !(name.equals("<init>") && descriptor.startsWith("(Ljava/lang/Throwable;)")));
    boolean onUsers =
        dispatched
            && mayBeUsers(type)
            && (getsCollection || !isCollection(type))
            && !isFinal(type, name, descriptor);
    boolean withUsers =
        isJdk(type)
            && !keeps
            && parameters(descriptor).anyMatch(parameter -> isGiven(type, parameter));
    if (onUsers || withUsers || RELAYS.contains(called)) {
      calls.add(site + " -> " + called);
    }
  }

  /** The type itself; of a library's class that inherits a method from the JDK, that of the JDK. */
  private static Class<?> declaring(Class<?> type, String name, String descriptor) {
    if (name.equals("<init>")) {
      return type;
    }
    Class<?> at = type;
    while (!isJdk(at) && method(at, name, descriptor) == null && at.getSuperclass() != null) {
      at = at.getSuperclass();
    }
    return isJdk(at) && at != Object.class ? at : type;
  }

  /** Whether an interface's method is one of Object: later compilers name the interface there. */
  private static boolean isObjects(Class<?> type, String name, String descriptor) {
    return type.isInterface() && method(Object.class, name, descriptor) != null;
  }

  private static Method method(Class<?> type, String name, String descriptor) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name) && Type.getMethodDescriptor(method).equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  private static boolean isFinal(Class<?> type, String name, String descriptor) {
    Method method = null;
    for (Class<?> at = type; at != null && method == null; at = at.getSuperclass()) {
      method = method(at, name, descriptor);
    }
    return method != null && Modifier.isFinal(method.getModifiers());
  }

  private static Stream<Class<?>> parameters(String descriptor) {
    return Stream.of(Type.getArgumentTypes(descriptor))
        .filter(type -> type.getSort() == Type.OBJECT)
        .map(type -> load(type.getInternalName()));
  }

  private static Class<?> load(String internal) {
    try {
      return Class.forName(internal.replace('/', '.'), false, UserCalls.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(internal, e);
    }
  }
}
