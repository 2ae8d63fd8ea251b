package dev.fermata.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of Jupiter whose tests run coroutines, and sets the rules for them.
 *
 * <pre>{@code
 * @FermataTest(timeout = 10)
 * class GreetingTest {
 *   @Test
 *   void greets() {
 *     runTest(
 *         () -> {
 *           assertEquals("hello Ann", await(greet("Ann")));
 *           return Coroutine.done();
 *         });
 *   }
 *
 *   @Test
 *   void greetsLater(VirtualEventLoop loop) {
 *     Task<String> greeting = loop.createTask(greet("Ann"));
 *     loop.advanceBy(Duration.ofSeconds(2));
 *     assertEquals("hello Ann", greeting.result());
 *   }
 * }
 * }</pre>
 *
 * <p>A test that has a {@code VirtualEventLoop} as a parameter gets a loop of its own, in debug
 * mode. Its {@code @BeforeEach} and {@code @AfterEach} methods get the same one, and {@link
 * AsyncTests#runTest runTest} runs in it. What is left there when the last of these methods has
 * ended fails the test.
 */
@Documented
@ExtendWith(FermataExtension.class)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface FermataTest {
  /**
   * Sets how long a test may take, in virtual time.
   *
   * @return in {@link #unit}; an hour unless this is given
   */
  long timeout() default TestRules.STANDARD_SECONDS;

  /**
   * Sets the unit of {@link #timeout}.
   *
   * @return seconds unless this is given
   */
  TimeUnit unit() default TimeUnit.SECONDS;

  /**
   * Shuffles the order within each pass of the loop. A test that then fails relies on an order that
   * it has not asked for. The same seed gives the same order again.
   *
   * @return 0 for the order in which things became ready, as it is unless this is given
   */
  long seed() default 0;

  /**
   * Sets what happens to tasks that have not ended when the test does.
   *
   * @return {@link Leaks#FAIL} unless this is given
   */
  Leaks leaks() default Leaks.FAIL;
}
