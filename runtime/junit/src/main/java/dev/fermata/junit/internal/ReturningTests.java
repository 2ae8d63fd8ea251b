package dev.fermata.junit.internal;

import static org.junit.platform.engine.TestExecutionResult.failed;
import static org.junit.platform.engine.TestExecutionResult.successful;

import dev.fermata.Coroutine;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/**
 * Fails the tests of Jupiter that return a coroutine or a stage, which Jupiter itself leaves out.
 * It is an engine because that is the one way to fail a run: what a listener throws, JUnit logs.
 */
public final class ReturningTests implements TestEngine {
  private static final EngineDiscoveryRequestResolver<TestDescriptor> RESOLVER =
      EngineDiscoveryRequestResolver.builder()
          .addClassContainerSelectorResolver(ReturningTests::hasSome)
          .addSelectorResolver(context -> new ReturningTestResolver(context.getClassNameFilter()))
          .build();

  /** For the service loader. */
  public ReturningTests() {}

  @Override
  public String getId() {
    return "fermata";
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineDescriptor engine = new EngineDescriptor(id, "Fermata: tests that Jupiter never runs");
    RESOLVER.resolve(request, engine);
    return engine;
  }

  /** Whether a class or a nested one has such a test. */
  static boolean hasSome(Class<?> type) {
    try {
      return !ModifierSupport.isAbstract(type)
          && (!methodsOf(type).isEmpty()
              || nestedIn(type).stream().anyMatch(ReturningTests::hasSome));
    } catch (LinkageError missing) {
      // A type that the class names is not there; Jupiter tells that where it matters.
      return false;
    }
  }

  static List<Class<?>> nestedIn(Class<?> type) {
    return ReflectionSupport.findNestedClasses(
        type, inner -> AnnotationSupport.isAnnotated(inner, Nested.class));
  }

  static List<Method> methodsOf(Class<?> type) {
    return ReflectionSupport.findMethods(
        type, ReturningTests::isOne, HierarchyTraversalMode.TOP_DOWN);
  }

  static boolean isOne(Method method) {
    Class<?> result = method.getReturnType();
    return (result == Coroutine.class || CompletionStage.class.isAssignableFrom(result))
        && (AnnotationSupport.isAnnotated(method, Test.class)
            || AnnotationSupport.isAnnotated(method, TestTemplate.class));
  }

  @Override
  public void execute(ExecutionRequest request) {
    execute(request.getRootTestDescriptor(), request.getEngineExecutionListener());
  }

  private static void execute(TestDescriptor descriptor, EngineExecutionListener listener) {
    listener.executionStarted(descriptor);
    descriptor.getChildren().forEach(child -> execute(child, listener));
    listener.executionFinished(
        descriptor, descriptor instanceof ReturningTest test ? failed(test.error()) : successful());
  }
}
