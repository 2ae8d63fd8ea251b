package dev.fermata.internal.core;

import java.util.List;

/** The time of a task's creation, and what only few tasks have besides. */
final class TaskExtras extends CreationStamp {
  String name;
  Variables variables;

  /** The shared variables; null when the task does not share its variables. */
  SharedVariables values;

  int cancellations;
  String cancelMessage;

  /** A view of the task that is completed inside the step in which the task ends. */
  TaskFollower view;

  /** The stack that made the task; kept in debug mode. */
  List<StackTraceElement> origin;

  /** The record that a recording gets at the task's end. */
  TaskRecord record;

  TaskExtras(CreationStamp created) {
    super(created.engine(), created.nanos(), created.firstNumber());
  }
}
