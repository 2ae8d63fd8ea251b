package dev.fermata.internal.core;

import java.util.List;

/** What only few tasks have, besides the moment of their creation. */
final class TaskExtras extends CreationStamp {
  String name;
  Variables variables;

  /** What the variables are shared with; null for nothing. */
  SharedVariables values;

  int cancellations;
  String cancelMessage;

  /** A view of the task that is completed inside the step in which the task ends. */
  TaskFollower view;

  /** What made the task; kept in debug mode. */
  List<StackTraceElement> origin;

  /** What a recording is told at the task's end. */
  TaskRecord record;

  TaskExtras(CreationStamp created) {
    super(created.engine(), created.nanos(), created.firstNumber());
  }
}
