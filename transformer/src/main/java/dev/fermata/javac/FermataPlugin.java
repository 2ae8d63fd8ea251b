package dev.fermata.javac;

import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/**
 * Where javac starts Fermata: on the processor path, or on the class path where there is none, also
 * where annotation processing is off.
 *
 * <p>A plugin is not told where classes are written. It leaves the work to {@link
 * FermataProcessor}, which is, and does it itself only where that is never started and the JVM is
 * javac's own.
 */
public final class FermataPlugin implements Plugin {
  /** Made by javac. */
  public FermataPlugin() {}

  @Override
  public String getName() {
    return "Fermata";
  }

  @Override
  public boolean autoStart() {
    return true;
  }

  @Override
  public void init(JavacTask task, String... args) {
    Claim claim = new Claim(task);
    claim.leave(args);
    JavacOptions options = JavacOptions.parse(args);
    task.addTaskListener(new Compilation(task, claim, false, options, LauncherOutput.find()));
  }
}
