/** Programs that the tests run in processes of their own, around the samples. */
package dev.fermata.checks.ways;
