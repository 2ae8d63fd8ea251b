/** Processes that a program starts, and signals that it gets, awaited in an event loop. */
package dev.fermata.process;
