package dev.fermata.internal.core;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.System.Logger.Level;

/**
 * The log of this library. Nothing that a user's logging or a user's exception throws leaves this
 * class. Instead one line on standard error says what is missing in the log, and why.
 */
public final class Log {
  private Log() {}

  /** The logger. It is made, together with the logging system, when it is first used. */
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

  /** A replacement for an exception that cannot be printed; null for one that can. */
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
   * Writes to standard error. It is for events while the JVM shuts down, when the logging may have
   * shut down already.
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
   * Writes one line to standard error with what did not reach the log or an exception handler.
   *
   * @param error may be null
   */
  static void tell(String trouble, String text, String error) {
    String line = "fermata: a report " + trouble + ": " + text + (error == null ? "" : " " + error);
    try {
      System.err.println(line.replaceAll("\\s*\\R\\s*", " "));
    } catch (Throwable nobodyListens) {
      // Nothing is left to report this to.
    }
  }
}
