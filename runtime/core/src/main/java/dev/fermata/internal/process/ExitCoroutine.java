package dev.fermata.internal.process;

import dev.fermata.internal.core.LoopEngine;
import dev.fermata.internal.core.SteppedCoroutine;

/** Waits for the exit of a process, and takes meanwhile what it writes and nobody reads. */
final class ExitCoroutine extends SteppedCoroutine<Integer> {
  private static final int EXITED = 1;

  private final ChildProcess process;
  private OutsideWait exit;
  private Runnable listener;

  ExitCoroutine(ChildProcess process) {
    this.process = process;
  }

  @Override
  protected String publicName() {
    return "Subprocess.waitFor";
  }

  @Override
  protected Object step(int point, Object value) {
    if (LoopEngine.running() != process.engine) {
      throw new IllegalStateException(process + " belongs to another event loop");
    }
    if (process.hasExited()) {
      return process.exitValue();
    }
    exit = new OutsideWait(process.engine, "process", "waits for " + process);
    listener = exit::fire;
    process.addExitListener(listener);
    process.output().beginDrain();
    process.errors().beginDrain();
    return await(exit, EXITED);
  }

  @Override
  protected void ended() {
    if (exit != null) {
      process.removeExitListener(listener);
      process.output().endDrain();
      process.errors().endDrain();
    }
  }
}
