package dev.fermata.checks.conformance;

/**
 * The rules of asyncio, as of CPython 3.13, that hold in Fermata too. The numbers leave gaps, so
 * that neighbours belong together. {@link Shows} says which test shows which.
 */
enum Rule {
  /** A pass moves the timers that are due behind what is ready, and then runs exactly that. */
  R1,
  /** What is queued during a pass waits for the next one, whichever thread queues it. */
  R2,
  /** A handle that is cancelled before its turn is skipped; a delay of 0 is a timer too. */
  R3,
  /** Timers with one deadline run in the order in which they were made (asyncio: in any). */
  R4,
  /** An error of a callback goes to the exception handler; only fatal ones leave the loop. */
  R5,
  /** A stopped loop finishes the pass that is under way, and what that queued stays queued. */
  R6,
  /** A new task queues its first step, in one queue with the callbacks. */
  R7,
  /** Awaiting a coroutine is a call: the same task, the same context, no pass. */
  R8,
  /** Awaiting what is done does not suspend and does not look for cancellations. */
  R9,
  /** Whoever awaits a future goes on in the pass after its completion, in order of arrival. */
  R10,
  /** How many passes lie between the end of an awaited thing and its awaiter's next step. */
  R11,
  /** A sleep of no length takes one pass; any other ends in the pass after its timer's. */
  R12,
  /** A task's end queues its callbacks in that step; awaiting oneself is an error. */
  R13,
  /** A task that is started eagerly runs its first step inside the call that makes it. */
  R14,
  /** Cancelling counts, and cancels what the task waits for, or else marks the task. */
  R20,
  /** The awaited future is cancelled at once, the task one pass later, when its body has ended. */
  R21,
  /** Cancelling a task that awaits another one cancels that one and waits for its end. */
  R22,
  /** A task that is cancelled before its first step runs nothing of its body. */
  R23,
  /** A cancellation that meets a result not yet delivered takes its place. */
  R24,
  /** A task that cancels itself is cancelled where it next suspends, or when it returns. */
  R25,
  /** Two cancellations before the task runs are one error. */
  R26,
  /** A cancellation during a cleanup's await interrupts the cleanup. */
  R27,
  /** A task that swallows its cancellation goes on, and is still counted as being cancelled. */
  R28,
  /** A CancelledError that leaves the body makes the task cancelled, any other error failed. */
  R29,
  /** Withdrawing the last request withdraws an error that was not delivered yet. */
  R30,
  /** A future that is cancelled itself throws into all its awaiters, and counts for none. */
  R31,
  /** The callbacks of a cancelled task run as those of any other. */
  R32,
  /** A cancelled task throws the same error each time (asyncio: the second one has no message). */
  R33,
  /** A gather fails with its first failure; the other children run on, unheard. */
  R40,
  /** Cancelling a gather cancels its children; it fails when the first of them, or all, ended. */
  R41,
  /** A child that is cancelled alone counts as a failure of its gather. */
  R42,
  /** A wait leaves its futures alone, a shield what it protects. */
  R43,
  /** A timeout cancels its task, and makes a timeout exception of that error only. */
  R45,
  /** A cancellation from outside in the same pass wins; of two timeouts the one that fired. */
  R46,
  /** A timeout can be moved while it is active, and only then. */
  R47,
  /** With no time at all a body runs to its first suspension. */
  R48,
  /** Of a timer and a timeout with one deadline the one made first acts first. */
  R49,
  /** A limited wait is a timeout around an await, in the same task. */
  R50,
  /** A timeout waits for the cleanup inside, which may give a value or an error of its own. */
  R51,
  /** A limited wait with no time at all takes what is done, and begins nothing. */
  R52,
  /** A group waits for all its children, those added meanwhile too; a cancelled one is no error. */
  R53,
  /** The first failing child cancels its siblings and the body; errors are kept in their order. */
  R54,
  /** A group that cancelled its own parent withdraws that at its end. */
  R55,
  /** An error of the body cancels the children, and comes last among the errors. */
  R56,
  /** A cancellation from outside comes after the errors of a group, at the next suspension. */
  R57,
  /** Nothing ends the wait for the children; a group that ends or has ended takes no new ones. */
  R58,
  /** Children are cancelled in the order of their creation; a group can be cancelled. */
  R59,
  /** A run ends by cancelling what is left, waiting for it, and closing generators and jobs. */
  R60,
  /** The first interrupt cancels the main task, the second ends the program. */
  R61,
  /** A lock goes to who has waited longest, nobody overtakes; a cancelled one hands it on. */
  R65,
  /** A semaphore's permit goes to who has waited longest; a cancelled one hands it on. */
  R66,
  /** A condition's waiter returns holding the lock, also when cancelled; and hands a signal on. */
  R67,
  /** A queue wakes its first waiter, who may be overtaken; a cancelled one wakes the next. */
  R68
}
