package dev.fermata.transformer.emit;

/**
 * What generated code has to know of the class it goes into.
 *
 * @param owner the class's internal name
 * @param isInterface whether it is an interface
 * @param dispatcher the name of the method that gives its dispatcher
 * @param dispatch the name of the method that its dispatcher runs
 * @param casts how values get their types back
 * @param reaches how it tells which start methods of other classes it may call
 */
record GeneratedClass(
    String owner,
    boolean isInterface,
    String dispatcher,
    String dispatch,
    Casts casts,
    Reaches reaches) {}
