/**
 * How tests come to run transformed classes, and how those that Jupiter leaves out come to light.
 * JUnit finds what is public here by itself; programs do not use it.
 */
package dev.fermata.junit.internal;
