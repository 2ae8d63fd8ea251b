/** Queues of those that wait for a lock, an event or an element. */
package dev.fermata.internal.wait;
