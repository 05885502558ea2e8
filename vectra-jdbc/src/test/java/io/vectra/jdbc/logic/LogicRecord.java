package io.vectra.jdbc.logic;

/** What a file of logic tests asks of a database. */
sealed interface LogicRecord {

  /** The line of the file that the record begins in, from 1. */
  int line();

  String sql();

  /** A statement that is to succeed, or to fail. */
  record Statement(int line, String sql, boolean fails) implements LogicRecord {}

  /**
   * A query.
   *
   * @param types of its columns: I for an integer, R for a number with three digits, T for a text
   */
  record Query(int line, String sql, String types, ValueOrder order, ExpectedValues expected)
      implements LogicRecord {}
}
