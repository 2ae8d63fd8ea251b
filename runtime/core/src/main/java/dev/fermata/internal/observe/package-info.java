/** What lets people see a program run: dumps, debug mode, the flight recorder. */
package dev.fermata.internal.observe;
