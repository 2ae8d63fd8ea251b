/** The Java agent: transforms classes while the JVM loads them. */
package dev.fermata.agent;
