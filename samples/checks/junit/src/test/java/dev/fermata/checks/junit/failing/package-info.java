/** A class for each way in which a test fails though its body does not. */
package dev.fermata.checks.junit.failing;
