/** Insight into a running program: dumps, debug mode, the flight recorder. */
package dev.fermata.internal.observe;
