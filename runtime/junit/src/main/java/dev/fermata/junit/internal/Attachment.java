package dev.fermata.junit.internal;

import com.sun.tools.attach.VirtualMachine;
import dev.fermata.agent.Agent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Attaches the agent to a running JVM. A JVM may not attach one to itself, and so has a small child
 * do it: this class's {@code main}.
 */
public final class Attachment {
  private static final int LIMIT_SECONDS = 30;

  private Attachment() {}

  /**
   * Attaches an agent.
   *
   * @param arguments the process's id, and the agent's jar
   */
  public static void main(String[] arguments) {
    try {
      VirtualMachine machine = VirtualMachine.attach(arguments[0]);
      machine.loadAgent(arguments[1]);
      machine.detach();
    } catch (Exception | LinkageError refused) {
      System.out.print(refused);
      System.exit(1);
    }
  }

  /**
   * Has a child attach our agent to a JVM of the same user.
   *
   * @throws IOException when that is refused; the message says why
   */
  static void attachTo(long pid) throws IOException {
    Path jar = Files.createTempFile("fermata-agent", ".jar");
    jar.toFile().deleteOnExit();
    writeJar(jar);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process child =
        new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                ClassPath.locationOf(Attachment.class).toString(),
                Attachment.class.getName(),
                Long.toString(pid),
                jar.toString())
            .redirectErrorStream(true)
            .start();
    try {
      awaitEnd(child);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } finally {
      child.destroyForcibly();
    }
  }

  private static void awaitEnd(Process child) throws IOException, InterruptedException {
    child.getOutputStream().close();
    if (!child.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("no answer within " + LIMIT_SECONDS + " seconds");
    }
    if (child.exitValue() != 0) {
      byte[] output = child.getInputStream().readAllBytes();
      throw new IOException(new String(output, Charset.defaultCharset()).strip());
    }
  }

  /**
   * Writes a jar that names our agent as one to attach, which its own jar does not, and where it
   * is: the system's class loader, which starts agents, need not have it on its class path. Nothing
   * else of ours may get there, for other class loaders would find it there then, too.
   */
  private static void writeJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Agent-Class", Agent.class.getName());
    attributes.putValue("Class-Path", ClassPath.locationOf(Agent.class).toUri().toString());
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
