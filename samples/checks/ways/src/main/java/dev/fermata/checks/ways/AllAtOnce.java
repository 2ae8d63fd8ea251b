package dev.fermata.checks.ways;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the {@code main} of each class named as argument, all at the same time, and then prints what
 * each has printed, in the order of the arguments.
 */
public final class AllAtOnce {
  /** Where the thread of a program, and the threads that it starts, print to. */
  private static final InheritableThreadLocal<ByteArrayOutputStream> OUTPUT =
      new InheritableThreadLocal<>();

  private AllAtOnce() {}

  /** Sends each byte where the printing thread's program collects its output. */
  private static final class Distributor extends OutputStream {
    @Override
    public void write(int b) {
      OUTPUT.get().write(b);
    }
  }

  private static final class Program extends Thread {
    private final String name;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    Program(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      OUTPUT.set(output);
      try {
        Class.forName(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
      } catch (ReflectiveOperationException e) {
        e.printStackTrace(System.out);
      }
    }
  }

  /** Starts the programs, and prints their output under their simple names. */
  public static void main(String[] args) throws InterruptedException, IOException {
    PrintStream console = System.out;
    System.setOut(new PrintStream(new Distributor(), true, StandardCharsets.UTF_8));
    List<Program> programs = new ArrayList<>();
    for (String name : args) {
      Program program = new Program(name);
      program.start();
      programs.add(program);
    }
    for (Program program : programs) {
      program.join();
      console.println("== " + program.name.substring(program.name.lastIndexOf('.') + 1));
      program.output.writeTo(console);
    }
    console.flush();
  }
}
