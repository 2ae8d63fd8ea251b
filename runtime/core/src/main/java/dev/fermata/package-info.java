/** The public API: what programs with async methods are written against. */
package dev.fermata;
