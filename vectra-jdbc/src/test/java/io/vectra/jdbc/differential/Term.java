package io.vectra.jdbc.differential;

/** An expression as SQL, and its type. */
record Term(String sql, Kind kind) {
  /** Whether it is a column named through the alias of its relation. */
  boolean isColumn() {
    return sql.matches("\\w+\\.\\w+");
  }
}
