/**
 * Runs a target program as plain Java and as transformed code, and compares what it did.
 *
 * <p>The reference is the untransformed class file itself, run on a small replacement of {@code
 * dev.fermata} (in the test resources, folder {@code straight}) in which an asynchronous method is
 * a plain method and {@code await} gives the value at once.
 */
package dev.fermata.transformer.cases.harness;
