/**
 * The interface to transformed classes: frames, contexts, dispatchers. It is not for users, and may
 * change with {@link dev.fermata.continuation.Bootstraps#ABI}. This package knows neither tasks,
 * futures nor event loops.
 */
package dev.fermata.continuation;
