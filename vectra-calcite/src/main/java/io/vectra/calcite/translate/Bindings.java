package io.vectra.calcite.translate;

import org.jspecify.annotations.Nullable;

/**
 * The values of a statement's parameters, as they were bound; after the user's come those that
 * scalar sub-queries gave.
 */
public record Bindings(@Nullable Object[] values) {

  /** The value of a parameter from 0. */
  public @Nullable Object value(int index) {
    return values[index];
  }
}
