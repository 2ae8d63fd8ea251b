package dev.fermata.internal.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.System.Logger.Level;

/**
 * The log of this library. What a user's logging or a user's exception throws does not leave this:
 * one line on standard error then says what is not in the log, and why.
 */
public final class Log {
  private Log() {}

  /** The logger, which is made, with the logging system behind it, when it is used. */
  private static final class Holder {
    static final System.Logger LOGGER = System.getLogger("dev.fermata");
  }

  /**
   * Writes a record.
   *
   * @param error may be null
   */
  public static void write(Level level, String text, Throwable error) {
    try {
      String broken = error == null ? null : broken(error);
      if (broken == null) {
        Holder.LOGGER.log(level, text, error);
      } else {
        Holder.LOGGER.log(level, text + "\nexception: " + broken);
      }
      if (broken != null || Words.areIncomplete(text)) {
        tell("could not be reported completely", text, broken);
      }
    } catch (Throwable unlogged) {
      String what = error == null ? null : Words.of(error);
      tell("could not be logged: " + Words.ofError(unlogged), text, what);
    }
  }

  /** What stands for an exception that cannot be printed; null for one that can. */
  private static String broken(Throwable error) {
    try {
      print(error, Writer.nullWriter());
      return null;
    } catch (Throwable second) {
      return error.getClass().getName() + ", which cannot be printed: " + Words.ofError(second);
    }
  }

  private static void print(Throwable error, Writer to) {
    error.printStackTrace(new PrintWriter(to, true));
  }

  /**
   * Says something on standard error, for what happens while the JVM shuts down: the logging may
   * have done so by then.
   *
   * @param error null for none
   */
  public static void tellAtShutdown(String text, Throwable error) {
    try {
      StringWriter trace = new StringWriter();
      if (error != null) {
        print(error, trace);
      }
      System.err.println("fermata: " + text + trace.toString().stripTrailing());
    } catch (Throwable unprintable) {
      tell("could not be printed: " + Words.ofError(unprintable), text, null);
    }
  }

  /**
   * Says on standard error, in one line, what the log or an exception handler was not told.
   *
   * @param error may be null
   */
  static void tell(String trouble, String text, String error) {
    String line = "fermata: a report " + trouble + ": " + text + (error == null ? "" : " " + error);
    try {
      System.err.println(line.replaceAll("\\s*\\R\\s*", " "));
    } catch (Throwable nobodyListens) {
      // There is nothing left that this could be told to.
    }
  }
}
