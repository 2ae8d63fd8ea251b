/**
 * The compiler of coroutines: one class file in, one class file out. It reads no other class, loads
 * none, and does no input or output.
 */
package dev.fermata.transformer;
