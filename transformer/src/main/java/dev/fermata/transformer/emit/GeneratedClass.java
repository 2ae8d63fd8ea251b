package dev.fermata.transformer.emit;

import dev.fermata.transformer.model.AsyncMethod;

/**
 * What generated code has to know of the class it goes into.
 *
 * @param owner the class's internal name
 * @param isInterface whether it is an interface
 * @param firstMethod the number of its first asynchronous method
 * @param dispatcher the name of the method that gives its dispatcher
 * @param dispatch the name of the method that its dispatcher runs
 * @param casts how values get their types back
 * @param reaches how it tells which start methods of other classes it may call
 */
record GeneratedClass(
    String owner,
    boolean isInterface,
    int firstMethod,
    String dispatcher,
    String dispatch,
    Casts casts,
    StartLinks reaches) {

  /** The state of a frame of a method of this class. */
  int state(AsyncMethod method, int point) {
    return (firstMethod + method.number()) << 16 | point;
  }
}
