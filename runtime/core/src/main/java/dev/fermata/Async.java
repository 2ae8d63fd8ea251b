package dev.fermata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an asynchronous method: one whose body may {@link Fermata#await await}. It returns a {@link
 * Coroutine}, a {@link java.util.concurrent.CompletableFuture} or a {@link
 * java.util.concurrent.CompletionStage}. The transformer compiles its body into one that suspends
 * where it awaits. It ignores the mark on abstract methods and bridges.
 *
 * <p>asyncio: {@code async def}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Async {}
