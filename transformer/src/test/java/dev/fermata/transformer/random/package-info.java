/**
 * Random programs in two forms, one that awaits and one of plain Java: both must do the same things
 * in the same order.
 */
package dev.fermata.transformer.random;
