package dev.fermata.checks.company;

import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;

/** How Micrometer reaches OpenTelemetry's current context. */
final class OpenTelemetryAccessor implements ThreadLocalAccessor<Context> {
  @Override
  public Object key() {
    return "opentelemetry";
  }

  @Override
  public Context getValue() {
    return Context.current();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public void setValue(Context context) {
    context.makeCurrent();
  }

  @Override
  public void setValue() {
    setValue(Context.root());
  }
}
