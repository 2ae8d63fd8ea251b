/** The command line of the transformer. */
package dev.fermata.cli;
