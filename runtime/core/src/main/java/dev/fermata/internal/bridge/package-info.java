/** The bridge between a loop's futures and the stages of {@code java.util.concurrent}. */
package dev.fermata.internal.bridge;
