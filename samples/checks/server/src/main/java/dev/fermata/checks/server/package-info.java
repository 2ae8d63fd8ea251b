/** One asynchronous service in four servers. */
package dev.fermata.checks.server;
