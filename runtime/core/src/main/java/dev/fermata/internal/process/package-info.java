/** Processes and signals of the system in an event loop: who waits for them, and their pipes. */
package dev.fermata.internal.process;
