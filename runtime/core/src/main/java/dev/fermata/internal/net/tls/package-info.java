/** TLS upon any stream, by the engine of the JDK. */
package dev.fermata.internal.net.tls;
