/** Jobs in other threads, and the signals that end a program. */
package dev.fermata.internal.threads;
