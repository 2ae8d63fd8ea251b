package dev.fermata.transformer.cases.harness;

/** The program that a debugger starts: runs {@code targets.Target} in the mode given. */
public final class Debuggee {
  private Debuggee() {}

  /** Takes the name of a {@link Mode}. */
  public static void main(String[] args) throws ReflectiveOperationException {
    StepsRun.execute(Class.forName("targets.Target"), args[0], new Throwable[1]);
  }
}
