package dev.fermata.transformer.emit;

/**
 * The names of the class at hand that its generated code mentions.
 *
 * @param owner the class's internal name
 * @param isInterface whether it is an interface
 * @param dispatcher the name of the method that gives its dispatcher
 * @param dispatch the name of the method that its dispatcher runs
 */
public record ClassNames(String owner, boolean isInterface, String dispatcher, String dispatch) {}
