package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

/**
 * The default of a column that is computed when rows are written. The engine keeps it; whoever
 * inserts rows computes the values.
 *
 * @param text in SQL, as it was written
 * @param eachRow whether each row has a value of its own, as of RANDOM_UUID()
 */
public record DefaultExpression(String text, boolean eachRow) {
  public DefaultExpression {
    requireNonNull(text, "text is null");
  }
}
