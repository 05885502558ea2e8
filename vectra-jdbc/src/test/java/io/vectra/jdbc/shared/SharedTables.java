package io.vectra.jdbc.shared;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables that all processes write, and what must hold of them at any time. */
final class SharedTables {
  static final int ACCOUNTS = 50;
  static final int BALANCE = 1_000;
  static final int COUNTERS = 8;
  static final int NAMES = 60;
  static final int PARENTS = 10;
  static final int DUTIES = 6;

  private SharedTables() {}

  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)");
      statement.execute("CREATE TABLE counters (id INTEGER PRIMARY KEY, n BIGINT NOT NULL)");
      statement.execute(
          "CREATE TABLE history (writer INTEGER, number INTEGER, source INTEGER, target INTEGER,"
              + " amount INTEGER, place VECTOR(4), PRIMARY KEY (writer, number))");
      statement.execute("CREATE VECTOR INDEX history_place ON history (place)");
      statement.execute("CREATE TABLE names (id BIGINT PRIMARY KEY, name VARCHAR UNIQUE)");
      statement.execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE children (id BIGINT PRIMARY KEY, parent INTEGER NOT NULL"
              + " REFERENCES parents (id) ON DELETE RESTRICT)");
      statement.execute(
          "CREATE TABLE duties (pair INTEGER, side INTEGER, present INTEGER NOT NULL,"
              + " PRIMARY KEY (pair, side))");
      for (int i = 0; i < ACCOUNTS; i++) {
        statement.execute("INSERT INTO accounts VALUES (" + i + ", " + BALANCE + ")");
      }
      for (int i = 0; i < COUNTERS; i++) {
        statement.execute("INSERT INTO counters VALUES (" + i + ", 0)");
      }
      for (int i = 0; i < DUTIES; i++) {
        statement.execute("INSERT INTO duties VALUES (" + i + ", 0, 1), (" + i + ", 1, 1)");
      }
    }
  }

  /** What has to hold of every snapshot. */
  static void requireConsistent(Connection connection) throws SQLException {
    require(number(connection, "SELECT SUM(balance) FROM accounts"), ACCOUNTS * BALANCE, "the sum");
    require(
        number(connection, "SELECT COUNT(*) - COUNT(DISTINCT name) FROM names"),
        0,
        "names that are there twice");
    require(
        number(
            connection,
            "SELECT COUNT(*) FROM children c LEFT JOIN parents p ON p.id = c.parent"
                + " WHERE p.id IS NULL"),
        0,
        "children without a parent");
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      if (!result.next()) {
        throw new AssertionError("no row of " + sql);
      }
      return result.getLong(1);
    }
  }

  static void require(long actual, long expected, String what) {
    if (actual != expected) {
      throw new AssertionError(what + ": " + actual + " instead of " + expected);
    }
  }
}
