/**
 * What transformed classes call: frames, contexts, dispatchers. Not for users; its form may change
 * with {@link dev.fermata.continuation.Bootstraps#ABI}. This package knows neither tasks, futures
 * nor event loops.
 */
package dev.fermata.continuation;
