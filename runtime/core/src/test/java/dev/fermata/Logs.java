package dev.fermata;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the runtime logs while this is open, and keeps it off the console. */
final class Logs implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.fermata");
  private final List<LogRecord> records = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          synchronized (records) {
            records.add(logged);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Logs() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  /** Of each record its level, the first line of its message, and its exception. */
  List<String> firstLines() {
    synchronized (records) {
      return records.stream().map(Logs::firstLine).toList();
    }
  }

  /** The whole message of each record. */
  List<String> messages() {
    synchronized (records) {
      return records.stream().map(LogRecord::getMessage).toList();
    }
  }

  private static String firstLine(LogRecord logged) {
    String message = logged.getMessage().lines().findFirst().orElse("");
    Object[] parameters = logged.getParameters();
    String text = parameters == null ? message : MessageFormat.format(message, parameters);
    return logged.getLevel() + " " + text + " " + logged.getThrown();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
