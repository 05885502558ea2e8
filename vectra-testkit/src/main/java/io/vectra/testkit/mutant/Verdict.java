package io.vectra.testkit.mutant;

import org.jspecify.annotations.Nullable;

/**
 * What a check said. The one class that mutated engines share with the test.
 *
 * @param cases crash images, damages or operations that it tried
 * @param violation what was wrong, or null
 */
public record Verdict(int cases, @Nullable String violation) {

  /** Whether the check noticed something. */
  public boolean caught() {
    return violation != null;
  }
}
