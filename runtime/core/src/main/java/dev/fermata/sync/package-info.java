/**
 * Locks, events, conditions, semaphores, barriers and queues for tasks; asyncio's, method for
 * method.
 */
package dev.fermata.sync;
