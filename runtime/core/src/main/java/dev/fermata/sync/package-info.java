/**
 * Locks, events, conditions, semaphores, barriers and queues for tasks, which wait at them without
 * blocking their thread.
 *
 * <p>asyncio: {@code asyncio}; method for method.
 */
package dev.fermata.sync;
