/** A window that fetches and shows: coroutines on Swing's own thread. */
package dev.fermata.samples.swing;
