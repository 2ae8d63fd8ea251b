/** Channels of the JDK in an event loop: who waits for them, and what reads and writes them. */
package dev.fermata.internal.net;
