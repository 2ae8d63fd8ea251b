/** A chat: a server with a loop for each core, and its client. */
package dev.fermata.samples.chat;
