/** Asynchronous generators. */
package dev.fermata.internal.generate;
