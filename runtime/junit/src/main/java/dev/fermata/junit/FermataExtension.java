package dev.fermata.junit;

import dev.fermata.EventLoop;
import dev.fermata.VirtualEventLoop;
import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link FermataTest} does in Jupiter. */
final class FermataExtension
    implements ParameterResolver, InvocationInterceptor, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(FermataExtension.class);

  FermataExtension() {}

  private static TestScope scope(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getUniqueId(), id -> new TestScope(rules(context)), TestScope.class);
  }

  private static TestRules rules(ExtensionContext context) {
    FermataTest settings = settings(testClass(context));
    long nanos = settings.unit().toNanos(settings.timeout());
    Long seed = settings.seed() == 0 ? null : settings.seed();
    return new TestRules(Duration.ofNanos(nanos), seed, settings.leaks());
  }

  /** A dynamic test has no class; what has made it has one. */
  private static Class<?> testClass(ExtensionContext context) {
    return context.getTestClass().orElseGet(() -> testClass(context.getParent().orElseThrow()));
  }

  /** The annotation of a class, or of the one around a nested class. */
  private static FermataTest settings(Class<?> type) {
    return AnnotationSupport.findAnnotation(type, FermataTest.class)
        .orElseGet(() -> settings(type.getEnclosingClass()));
  }

  // ---------------------------------------------------------------- the loop as a parameter

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == VirtualEventLoop.class || type == EventLoop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "A loop belongs to one test: take it as a parameter of the test's method, or of a"
              + " @BeforeEach or @AfterEach method, not of "
              + parameter.getDeclaringExecutable());
    }
    return scope(context).run().loop;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    TestScope scope = scope(context);
    if (scope.hasRun()) {
      scope.run().end(context.getExecutionException().orElse(null));
    }
  }

  // ---------------------------------------------------------------- what runTest finds

  private static <T> T inScope(Invocation<T> invocation, ExtensionContext context)
      throws Throwable {
    TestScope outer = TestScope.current();
    TestScope.enter(scope(context));
    try {
      return invocation.proceed();
    } finally {
      TestScope.enter(outer);
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inScope(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inScope(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inScope(invocation, context);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return inScope(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
      throws Throwable {
    inScope(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    inScope(invocation, context);
  }
}
