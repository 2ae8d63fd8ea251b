/**
 * What a transformed class tells about its asynchronous methods, for people who want to look
 * inside.
 */
package dev.fermata.transformer.inspect;
