package dev.fermata.samples.benchmarks;

import dev.fermata.Coroutine;

/** A method whose target is only known at run time. */
interface Numbers {
  /** The Fibonacci number, by calls of the given object. */
  Coroutine<Integer> virtual(Numbers numbers, int n);
}
