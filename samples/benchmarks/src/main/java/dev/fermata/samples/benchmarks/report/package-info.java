/** Measures everything in one go, and writes the figures down as JSON, tables and a picture. */
package dev.fermata.samples.benchmarks.report;
