/** A loop for Spring Boot, and coroutines as what controllers return. */
package dev.fermata.spring;
