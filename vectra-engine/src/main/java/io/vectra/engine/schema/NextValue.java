package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

/**
 * The default of a column that takes the next value of a sequence for each row that leaves it out.
 * The engine keeps it; whoever inserts rows takes the values.
 *
 * @param schema of the sequence
 */
public record NextValue(String schema, String sequence) {
  public NextValue {
    requireNonNull(schema, "schema is null");
    requireNonNull(sequence, "sequence is null");
  }
}
