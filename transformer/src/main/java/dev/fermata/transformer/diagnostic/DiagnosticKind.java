package dev.fermata.transformer.diagnostic;

import dev.fermata.transformer.diagnostic.Diagnostic.Severity;

/** Every kind of finding, with its stable id and what to do about it. */
public enum DiagnosticKind {
  AWAIT_IN_PLAIN_METHOD(
      "001",
      "annotate the method with @Async and let it return Coroutine<T>, or wrap the code in"
          + " Fermata.async(() -> { … })"),
  AWAIT_IN_INITIALISER(
      "002", "move the code into an @Async method, a factory for example, and call that"),
  AWAIT_IN_MONITOR("003", "use an AsyncLock, or leave the synchronized block before the await"),
  SYNCHRONIZED_METHOD("004", "remove synchronized and use an AsyncLock inside the method"),
  RETURN_TYPE("005", "let it return Coroutine<T>, CompletableFuture<T> or CompletionStage<T>"),
  NATIVE_METHOD("006", "remove @Async and call the native method from an @Async one"),
  AWAIT_REFERENCE("007", "write a lambda that returns a Coroutine and calls await in its body"),
  SUBROUTINE("008", "compile the class for Java 8 or later"),
  TOO_OLD("009", "recompile it for Java 8 or later"),
  TOO_NEW(
      "010", "use a release of Fermata that knows this Java version, or compile for an older one"),
  TOO_LARGE("011", "split the method"),
  UNNAMEABLE_TYPE("012", "give the variable a declared type"),
  OTHER_VERSION("013", "make a clean build, so that the class is compiled and transformed anew"),
  DAMAGED("014", "build or download the file again"),
  UNUSUAL_NEW("015", "compute the awaited arguments before the constructor's call"),
  RUNTIME_MISSING(
      "016",
      "let that class loader find the classes of fermata-runtime, or let it load none that are"
          + " asynchronous"),
  DROPPED_COROUTINE("101", Severity.WARNING, "await it, or make a task of it with createTask"),
  SWALLOWED_CANCELLATION(
      "102",
      Severity.WARNING,
      "catch Exception, or catch CancelledError before it and throw that again"),
  BLOCKING_CALL(
      "103", Severity.WARNING, "await the asynchronous counterpart, or run the call with toThread"),
  LARGE_METHOD("104", Severity.WARNING, "split the method"),
  LEFT_TRY("105", Severity.WARNING, "return Coroutine.of(await(…)) in place of the coroutine"),
  HELD_LOCK("106", Severity.WARNING, "use an AsyncLock, or release the lock before the await"),
  DROPPED_FUTURE(
      "107",
      Severity.WARNING,
      "await it, or look at its failure with whenComplete or exceptionally"),
  RETURNING_TEST(
      "108",
      Severity.WARNING,
      "let it return void, and run its body by runTest(() -> { … }) of fermata-junit"),
  INTERNAL("099", "report this with the class file; the class has been left as it was");

  private final String number;
  private final Severity severity;
  private final String advice;

  DiagnosticKind(String number, String advice) {
    this(number, Severity.ERROR, advice);
  }

  DiagnosticKind(String number, Severity severity, String advice) {
    this.number = number;
    this.severity = severity;
    this.advice = advice;
  }

  /** The id that users see and search for. */
  public String id() {
    return "FERMATA-" + number;
  }

  /** Whether a class with it is transformed all the same. */
  public boolean isWarning() {
    return severity == Severity.WARNING;
  }

  /** A finding of this kind. */
  public Diagnostic at(Location place, String text) {
    return at(place, text, advice);
  }

  /** A finding of this kind where something else is to be done about it than usual. */
  public Diagnostic at(Location place, String text, String otherAdvice) {
    return new Diagnostic(
        id(),
        severity,
        place.className(),
        place.method(),
        place.file(),
        place.line(),
        text,
        otherAdvice);
  }
}
