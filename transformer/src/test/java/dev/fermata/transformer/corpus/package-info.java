/**
 * Runs the transformer over the classes of big jars of several compilers: as they are, and with
 * every method made a coroutine that awaits at random places.
 */
package dev.fermata.transformer.corpus;
