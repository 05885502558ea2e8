package io.vectra.testkit.leak;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test class that leaves a thread, an open file or a map of a database behind. */
public final class NoLeaks implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    List<String> leaks = Leaks.now();
    if (!leaks.isEmpty()) {
      throw new AssertionError(context.getDisplayName() + " leaves behind " + leaks);
    }
  }
}
