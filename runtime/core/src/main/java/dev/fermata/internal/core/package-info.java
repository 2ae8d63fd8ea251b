/**
 * Futures, tasks, coroutines, context variables, cancellation, callbacks, and the core of a loop.
 *
 * <p>What is here knows the public types, and of the library's packages only the loop's passes.
 */
package dev.fermata.internal.core;
