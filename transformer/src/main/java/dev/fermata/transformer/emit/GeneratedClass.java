package dev.fermata.transformer.emit;

/**
 * What generated code has to know of the class it goes into.
 *
 * @param owner the class's internal name
 * @param isInterface whether it is an interface
 * @param hasDynamicConstants whether its version has dynamic constants
 * @param dispatcher the name of the method that gives its dispatcher
 * @param dispatch the name of the method that its dispatcher runs
 * @param casts how values get their types back
 */
record GeneratedClass(
    String owner,
    boolean isInterface,
    boolean hasDynamicConstants,
    String dispatcher,
    String dispatch,
    Casts casts) {}
