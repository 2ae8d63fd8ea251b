/** Small programs, to be read in order. */
package dev.fermata.samples.tour;
