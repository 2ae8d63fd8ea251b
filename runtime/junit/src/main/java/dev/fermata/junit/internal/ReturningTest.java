package dev.fermata.junit.internal;

import java.lang.reflect.Method;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A test that Jupiter does not run. */
final class ReturningTest extends AbstractTestDescriptor {
  static final String SEGMENT = "method";

  private final Class<?> type;
  private final Method method;

  ReturningTest(UniqueId parent, Class<?> type, Method method) {
    super(
        parent.append(SEGMENT, method.getName()),
        method.getName() + "()",
        MethodSource.from(type, method));
    this.type = type;
    this.method = method;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  /** What is wrong with it; its trace is the place. */
  AssertionError error() {
    AssertionError error =
        new AssertionError(
            "Jupiter never runs %s.%s, for it returns a %s; let it return void, and run its body by"
                    .formatted(
                        type.getName(), method.getName(), method.getReturnType().getSimpleName())
                + " runTest(() -> { … })");
    error.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement(method.getDeclaringClass().getName(), method.getName(), null, -1)
        });
    return error;
  }
}
