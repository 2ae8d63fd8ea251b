package dev.fermata.transformer.cases.harness;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Moves a program and the runtime to another package, as tools do that put a library into an
 * application's jar, and runs it there.
 */
public final class Relocation {
  private static final String FROM = "dev/fermata/";
  private static final String TO = "shaded/by/app/";

  private Relocation() {}

  /** The trace of transformed classes that run on the relocated runtime only. */
  @SuppressWarnings("unchecked")
  public static List<String> run(Map<String, byte[]> classes, Mode mode)
      throws ReflectiveOperationException {
    Map<String, byte[]> moved = new TreeMap<>(classes);
    moved.replaceAll((name, bytes) -> relocate(bytes));
    Loader loader = new Loader(moved);
    String run = StepsRun.class.getName().replace('.', '/').replace(FROM, TO).replace('/', '.');
    return (List<String>)
        loader
            .loadClass(run)
            .getMethod("execute", Class.class, String.class, Throwable[].class)
            .invoke(null, loader.loadClass("targets.Target"), mode.name(), new Throwable[1]);
  }

  private static byte[] relocate(byte[] bytes) {
    Remapper remapper =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return name.startsWith(FROM) ? TO + name.substring(FROM.length()) : name;
          }

          @Override
          public Object mapValue(Object value) {
            return value instanceof String text && text.startsWith("dev.fermata.")
                ? map(text.replace('.', '/')).replace('/', '.')
                : super.mapValue(value);
          }
        };
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes).accept(new ClassRemapper(writer, remapper), 0);
    return writer.toByteArray();
  }

  /** Finds nothing of ours under its own name. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(ClassLoader.getPlatformClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.containsKey(name) ? classes.get(name) : relocated(name);
      return defineClass(name, bytes, 0, bytes.length);
    }

    private static byte[] relocated(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/') + ".class";
      String original = path.startsWith(TO) ? FROM + path.substring(TO.length()) : "none";
      try (InputStream in = Relocation.class.getClassLoader().getResourceAsStream(original)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        return relocate(in.readAllBytes());
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
