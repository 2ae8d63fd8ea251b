/**
 * The top layer, which puts all parts together: the public loop, and the launcher for generated
 * code.
 */
package dev.fermata.internal.run;
