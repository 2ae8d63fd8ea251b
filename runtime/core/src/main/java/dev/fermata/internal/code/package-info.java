/**
 * The runtime's knowledge of transformed code: its debug map, its linking, its places in stack
 * traces. This package is below the one that transformed code calls.
 */
package dev.fermata.internal.code;
