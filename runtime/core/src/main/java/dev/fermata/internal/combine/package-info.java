/**
 * What waits for several futures, or for one with a limit: gather, waits, limits, shields, groups.
 */
package dev.fermata.internal.combine;
