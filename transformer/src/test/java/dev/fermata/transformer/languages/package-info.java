/**
 * Classes of other languages than Java with asynchronous methods.
 *
 * <p>Groovy's compiler is always there. Those of Kotlin and Scala take longer than the rest of
 * these tests, and come with {@code -Planguages}.
 */
package dev.fermata.transformer.languages;
