package io.vectra.jdbc.differential;

import java.util.List;

/** A statement in one dialect with the values of its parameters, of which any may be NULL. */
record BoundSql(String sql, List<Object> values) {
  @Override
  public String toString() {
    return values.isEmpty() ? sql : sql + "  -- with " + values;
  }
}
