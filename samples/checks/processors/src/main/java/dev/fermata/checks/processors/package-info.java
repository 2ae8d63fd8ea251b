/** A program of which six processors and plugins of javac each write or check a part. */
package dev.fermata.checks.processors;
