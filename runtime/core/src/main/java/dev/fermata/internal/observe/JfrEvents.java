package dev.fermata.internal.observe;

import dev.fermata.Task;
import dev.fermata.internal.core.Callbacks;
import dev.fermata.internal.core.Futures;
import dev.fermata.internal.core.TaskRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The events for the JDK's flight recorder, when a recording enables them. */
final class JfrEvents {
  private JfrEvents() {}

  @Name("dev.fermata.TaskStart")
  @Label("Task Start")
  @Description("A task was made, by the code of the stack trace")
  @Category("Fermata")
  @Enabled(false)
  static final class TaskStart extends Event {
    @Label("Name")
    String name;
  }

  @Name("dev.fermata.TaskEnd")
  @Label("Task End")
  @Description("A task from its making, while the event was enabled, to its end")
  @Category("Fermata")
  @Enabled(false)
  @StackTrace(false)
  static final class TaskEnd extends Event {
    @Label("Name")
    String name;

    @Label("Outcome")
    @Description("value, failure or cancelled")
    String outcome;

    @Label("Error")
    @Description("The class of the failure")
    Class<?> error;

    @Label("Steps")
    @Description("How often the loop has run the task")
    int steps;
  }

  @Name("dev.fermata.SlowStep")
  @Label("Slow Step")
  @Description("A step of a task, or a callback, that kept the event loop from everything else")
  @Category("Fermata")
  @Enabled(false)
  @StackTrace(false)
  @Threshold("100 ms")
  static final class SlowStep extends Event {
    @Label("Step")
    @Description("The task or the callback")
    String step;
  }

  /** Reports a new task. Returns the record for its end, or null. */
  static TaskRecord taskMade(Task<?> task) {
    TaskStart start = new TaskStart();
    if (start.shouldCommit()) {
      start.name = task.getName();
      start.commit();
    }
    TaskEnd end = new TaskEnd();
    if (!end.isEnabled()) {
      return null;
    }
    end.begin();
    return new Follower(end);
  }

  private static final class Follower extends TaskRecord {
    private final TaskEnd event;

    Follower(TaskEnd event) {
      this.event = event;
    }

    @Override
    protected void end(Task<?> task) {
      event.end();
      if (event.shouldCommit()) {
        event.name = task.getName();
        event.outcome =
            task.isCancelled() ? "cancelled" : Futures.hasFailed(task) ? "failure" : "value";
        event.error = Futures.hasFailed(task) ? Futures.outcome(task).getClass() : null;
        event.steps = steps;
        event.commit();
      }
    }
  }

  /** Called when a step begins. Returns the event for its end. */
  static SlowStep stepBegins() {
    SlowStep event = new SlowStep();
    event.begin();
    return event;
  }

  private static String nameOf(Object what) {
    if (what == null) {
      return "cancelled callback";
    }
    return what instanceof Task<?> task ? "task " + task.getName() : Callbacks.nameOf(what);
  }

  /** Called when the step has ended. */
  static void stepEnds(SlowStep event, Object what) {
    event.end();
    if (event.shouldCommit()) {
      event.step = nameOf(what);
      event.commit();
    }
  }
}
