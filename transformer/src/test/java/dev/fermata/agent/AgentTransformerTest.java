package dev.fermata.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fermata.agent.programs.Careless;
import dev.fermata.agent.programs.Hello;
import dev.fermata.agent.programs.Locked;
import dev.fermata.transformer.Options;
import dev.fermata.transformer.Transformer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTransformerTest {
  private static final String LOCKED_ERROR =
      "Locked.java:17: error[FERMATA-003]: dev.fermata.agent.programs.Locked.underLock: ";

  private final ClassLoader program = Hello.class.getClassLoader();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private AgentTransformer agent(String options) {
    return new AgentTransformer(AgentOptions.parse(options), new PrintStream(printed, true, UTF_8));
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      assertNotNull(in);
      return in.readAllBytes();
    }
  }

  private byte[] transform(String options, ClassLoader loader, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/');
    return agent(options).transform(loader, name, null, null, classFile(type));
  }

  /** What the main method of a class throws that was loaded from these bytes. */
  private static Throwable failure(ClassLoader parent, Class<?> type, byte[] classFile)
      throws ReflectiveOperationException {
    class OneClassLoader extends ClassLoader {
      OneClassLoader() {
        super(parent);
      }

      Class<?> define() {
        return defineClass(type.getName(), classFile, 0, classFile.length);
      }
    }
    var main = new OneClassLoader().define().getMethod("main", String[].class);
    Object arguments = new String[] {"world"};
    return assertThrows(InvocationTargetException.class, () -> main.invoke(null, arguments))
        .getCause();
  }

  private List<String> printedLines() {
    return printed.toString(UTF_8).lines().toList();
  }

  @Test
  void anAsynchronousClassGetsTheTransformersBytes() throws IOException {
    byte[] expected =
        new Transformer(Options.defaults()).transform(classFile(Hello.class), "Hello").bytes();
    assertArrayEquals(expected, transform(null, program, Hello.class));
    assertEquals(List.of(), printedLines());
  }

  @Test
  void j13_aClassThatIsTransformedAlreadyIsLeftAsItIs() throws IOException {
    byte[] done = transform(null, program, Hello.class);
    assertNull(agent(null).transform(program, "x/Hello", null, null, done));
  }

  @Test
  void plainClassesAreLeftAsTheyAre() throws IOException {
    assertNull(transform(null, program, AgentTransformerTest.class));
  }

  @Test
  void j01_classesOfTheBootAndPlatformLoadersAreLeftAsTheyAre() throws IOException {
    assertNull(transform(null, null, Hello.class));
    assertNull(transform(null, ClassLoader.getPlatformClassLoader(), Hello.class));
  }

  @Test
  void aClassThatIsDefinedWithoutItsNameIsTreatedByTheNameInItsFile() throws IOException {
    assertArrayEquals(transform(null, program, Hello.class), nameless(null, program));
    assertNull(nameless("exclude=dev.fermata.agent.programs.Hello", program));
    assertNull(nameless(null, ClassLoader.getPlatformClassLoader()));
    assertNull(agent(null).transform(program, null, null, null, new byte[9]));
  }

  private byte[] nameless(String options, ClassLoader loader) throws IOException {
    return agent(options).transform(loader, null, null, null, classFile(Hello.class));
  }

  @Test
  void excludedClassesAreLeftAsTheyAre() throws IOException {
    assertNull(transform("exclude=dev.fermata.agent.programs.*", program, Hello.class));
    assertNull(transform("include=com.acme.*", program, Hello.class));
    assertNotNull(transform("include=com.acme.*:dev.*", program, Hello.class));
  }

  @Test
  void j03_aMethodThatCannotBeTransformedThrowsTheReason() throws Exception {
    byte[] poisoned = transform(null, program, Locked.class);
    Throwable failure = failure(program, Locked.class, poisoned);
    assertEquals(IllegalStateException.class, failure.getClass());
    assertTrue(failure.getMessage().startsWith(LOCKED_ERROR), failure.getMessage());
    assertEquals(List.of(failure.getMessage()), printedLines());
  }

  @Test
  void i03_aClassOfANewerVersionIsToldWhereItAwaitsAndLeftToTheJvm() throws IOException {
    byte[] newer = classFile(Hello.class);
    newer[7] = 120;
    assertArrayEquals(newer, agent(null).transform(program, "x/Hello", null, null, newer.clone()));
    assertEquals(1, printedLines().size());
    assertTrue(printedLines().get(0).startsWith("x.Hello: error[FERMATA-010]: "));

    byte[] plain = classFile(AgentTransformerTest.class);
    plain[7] = 120;
    assertNull(agent(null).transform(program, "x/Plain", null, null, plain));
    assertEquals(1, printedLines().size());
  }

  @Test
  void aWarningIsPrintedUnlessTheAgentIsQuiet() throws IOException {
    assertNotNull(transform("quiet", program, Careless.class));
    assertNotNull(transform("no-warn=FERMATA-101", program, Careless.class));
    assertEquals(List.of(), printedLines());
    assertNotNull(transform(null, program, Careless.class));
    assertEquals(1, printedLines().size());
    assertTrue(printedLines().get(0).startsWith("Careless.java:14: warning[FERMATA-101]: "));
  }

  @Test
  void j02_whereTheRuntimeCannotBeFoundMethodsThrowTheNameOfTheLoader() throws Exception {
    ClassLoader plugin = new ClassLoader("plugin", ClassLoader.getPlatformClassLoader()) {};
    byte[] poisoned = transform(null, plugin, Hello.class);
    String expected =
        "dev.fermata.agent.programs.Hello: error[FERMATA-016]: its class loader 'plugin', a "
            + plugin.getClass().getName()
            + ", does not find Fermata's runtime; let that class loader find the classes of"
            + " fermata-runtime, or let it load none that are asynchronous";
    assertEquals(List.of(expected), printedLines());
    assertEquals(expected, failure(plugin, Hello.class, poisoned).getMessage());
  }

  @Test
  void aLoaderThatFailsIsReportedWithTheClassAndOurVersion() throws Exception {
    ClassLoader broken =
        new ClassLoader(program) {
          @Override
          public URL getResource(String name) {
            throw new UnsupportedOperationException("no resources here");
          }
        };
    byte[] poisoned = transform(null, broken, Hello.class);
    assertEquals(
        "dev.fermata.agent.programs.Hello: error[FERMATA-099]: Fermata "
            + Transformer.version()
            + " failed on this class: java.lang.UnsupportedOperationException: no resources here",
        printedLines().get(0));
    assertTrue(printed.toString(UTF_8).contains("at dev.fermata.agent.LoadedClass"));
    assertTrue(failure(program, Hello.class, poisoned).getMessage().contains("no resources here"));
  }

  @Test
  void changedClassesAreDumped(@TempDir Path directory) throws IOException {
    Path dump = directory.resolve("new/dump");
    byte[] transformed = transform("dump=" + dump, program, Hello.class);
    assertArrayEquals(
        transformed, Files.readAllBytes(dump.resolve("dev/fermata/agent/programs/Hello.class")));
  }

  @Test
  void aDumpThatCannotBeWrittenDoesNotHinderTheProgram(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertNotNull(transform("dump=" + file, program, Hello.class));
    assertEquals(1, printedLines().size());
    assertTrue(printedLines().get(0).startsWith("fermata agent: " + file + "/dev"));
  }
}
