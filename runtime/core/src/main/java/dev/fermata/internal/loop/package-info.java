/**
 * The engine of an event loop: ready queue, timers, inbox, clock. It runs handles in order and
 * knows nothing of what they are: neither tasks, futures nor coroutines.
 */
package dev.fermata.internal.loop;
