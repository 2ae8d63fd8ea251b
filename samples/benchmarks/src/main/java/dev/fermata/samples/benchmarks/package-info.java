/** What coroutines cost. */
package dev.fermata.samples.benchmarks;
