/** A program that talks to many pages of a web site at once, with limits on everything. */
package dev.fermata.samples.aggregator;
