/** The transformer as a part of javac: the classes are transformed as soon as they are written. */
package dev.fermata.javac;
