package dev.fermata.transformer.diagnostic;

import dev.fermata.files.Finding;
import java.util.Objects;

/**
 * One finding of the transformer about a class file.
 *
 * @param id the kind of finding, {@code FERMATA-} and three digits; stable, documented, can be
 *     searched for
 * @param severity whether the class can be transformed all the same
 * @param className the class's name with dots; the input's name where the class file could not be
 *     read so far
 * @param method the method's name as in the source; empty where the finding concerns the whole
 *     class
 * @param file the source file's name; empty where the class file does not tell
 * @param line the line in that file; 0 where the class file does not tell
 * @param problem what is wrong, one sentence without a full stop
 * @param advice what to do instead, one sentence without a full stop
 */
public record Diagnostic(
    String id,
    Severity severity,
    String className,
    String method,
    String file,
    int line,
    String problem,
    String advice)
    implements Finding {

  /** The id of the finding that a class file is damaged. */
  private static final String DAMAGED = "FERMATA-014";

  /** How bad a finding is. */
  public enum Severity {
    /** The class cannot be transformed and is left as it was. */
    ERROR,
    /** The class is transformed; its author should look at this place. */
    WARNING;

    /** The word in a printed diagnostic. */
    public String word() {
      return this == ERROR ? "error" : "warning";
    }
  }

  /** Checks that nothing is null. */
  public Diagnostic {
    Objects.requireNonNull(id);
    Objects.requireNonNull(severity);
    Objects.requireNonNull(className);
    Objects.requireNonNull(method);
    Objects.requireNonNull(file);
    Objects.requireNonNull(problem);
    Objects.requireNonNull(advice);
  }

  @Override
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public boolean isDamage() {
    return id.equals(DAMAGED);
  }

  /** The source file with its package, or the class's name where no source file is known. */
  @Override
  public String source() {
    return file.isEmpty()
        ? className
        : className.substring(0, className.lastIndexOf('.') + 1) + file;
  }

  /**
   * Where the finding is: {@code Chat.java:12}, or the class's name where no source position is
   * known.
   */
  public String position() {
    if (file.isEmpty()) {
      return className;
    }
    return line > 0 ? file + ":" + line : file;
  }

  /** The class and method, {@code com.example.Chat.receive}. */
  public String member() {
    return method.isEmpty() ? className : className + "." + method;
  }

  /**
   * The sentence after the position: {@code error[FERMATA-001]: com.example.Chat.receive: problem;
   * advice}.
   */
  public String message() {
    return message(member() + ": ");
  }

  private String message(String where) {
    return severity.word() + "[" + id + "]: " + where + problem + "; " + advice;
  }

  /**
   * The whole diagnostic in one line, in the form that editors make a link of. Where the position
   * is all that is known of the place it stands there once.
   */
  @Override
  public String toString() {
    return position() + ": " + message(position().equals(member()) ? "" : member() + ": ");
  }
}
