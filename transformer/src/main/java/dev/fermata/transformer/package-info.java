/** Rewrites the async methods of one class file at a time into suspendable code. */
package dev.fermata.transformer;
