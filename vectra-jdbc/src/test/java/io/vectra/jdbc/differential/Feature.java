package io.vectra.jdbc.differential;

/** What a statement has in it, to tell the mix. */
enum Feature {
  INNER_JOIN,
  LEFT_JOIN,
  RIGHT_JOIN,
  FULL_JOIN,
  CROSS_JOIN,
  NATURAL_JOIN,
  USING_JOIN,
  AGGREGATE,
  GROUP_BY,
  HAVING,
  DISTINCT_AGGREGATE,
  FILTERED_AGGREGATE,
  SCALAR_SUB_QUERY,
  IN_SUB_QUERY,
  EXISTS_SUB_QUERY,
  QUANTIFIED_SUB_QUERY,
  CORRELATED_SUB_QUERY,
  JOIN_SUB_QUERY,
  DERIVED_TABLE,
  SELECT_DISTINCT,
  SET_OPERATION,
  SET_OPERATION_ALL,
  WINDOW,
  WITH_QUERY,
  RECURSIVE_QUERY,
  VALUES_TABLE,
  ORDERED,
  LIMITED,
  PARAMETERS,
  INSERT_VALUES,
  INSERT_SELECT,
  UPDATE,
  DELETE;

  /** Whether it makes a statement one of joins, aggregates or sub-queries. */
  boolean relatesRows() {
    return ordinal() <= DERIVED_TABLE.ordinal();
  }
}
