/**
 * What the runtime knows of transformed code itself: its debug map, its linking, its places in
 * stack traces. It stands below what that code calls.
 */
package dev.fermata.internal.code;
