/** Tests of coroutines, in JUnit Jupiter and without. */
package dev.fermata.junit;
