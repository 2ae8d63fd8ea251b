/**
 * The limit: the least that a state machine written by hand costs that does what Fermata does.
 *
 * <p>Its loop keeps the order of asyncio's, checks the thread, and knows the current task and its
 * context variables. Its tasks can be cancelled, are known to the loop, and take done-callbacks.
 * What the work at hand never needs is left out: names, debug mode, error reports, virtual time.
 */
package dev.fermata.samples.benchmarks.limit;
