package io.vectra.testkit.leak;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Fails a test class that leaves a thread, an open file or a map of a database behind. */
public final class NoLeaks implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(NoLeaks.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getStore(NAMESPACE).put("before", Leaks.now());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List<String> leaks = new ArrayList<>(Leaks.now());
    leaks.removeAll((List<?>) context.getStore(NAMESPACE).get("before"));
    if (!leaks.isEmpty() && !context.getRequiredTestClass().isAnnotationPresent(MayLeak.class)) {
      throw new AssertionError(context.getDisplayName() + " leaves behind " + leaks);
    }
  }
}
