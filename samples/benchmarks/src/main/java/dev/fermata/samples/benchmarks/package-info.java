/** What coroutines cost, beside the same work by hand and by others. */
package dev.fermata.samples.benchmarks;
