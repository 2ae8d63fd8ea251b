/** The Maven plugin: transforms a project's classes after their compilation. */
package dev.fermata.maven;
