/** Coroutines for plain Java: tasks, futures and the event loop that runs them. */
module dev.fermata {
  requires static java.management;
  requires static jdk.jfr;

  uses dev.fermata.ContextElement;

  exports dev.fermata;
  exports dev.fermata.continuation;
  exports dev.fermata.net;
  exports dev.fermata.process;
  exports dev.fermata.sync;
}
