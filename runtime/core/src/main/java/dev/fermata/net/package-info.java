/**
 * Sockets of an event loop: clients, servers, streams of bytes. Programs without them load none of
 * this.
 */
package dev.fermata.net;
