package dev.fermata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Silences warnings of the transformer about a method or a class, by each of the ways in which
 * classes are transformed. It never silences an error.
 *
 * <p>On a method it covers all methods of that name in the class, and the lambdas in them where the
 * compiler names those by their method, as javac does. On a class it covers that class and not
 * those nested in it, which have class files of their own. {@code @SuppressWarnings("fermata")}
 * does the same where javac transforms, and only there: it is not in the class file.
 *
 * <p>asyncio: none.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
public @interface SilenceFermata {
  /**
   * Names the warnings.
   *
   * <p>asyncio: none.
   *
   * @return their ids, {@code "FERMATA-103"} for example; none stands for all of them
   */
  String[] value() default {};
}
