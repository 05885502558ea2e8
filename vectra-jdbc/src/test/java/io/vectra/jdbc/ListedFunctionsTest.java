package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every function that DatabaseMetaData lists can be called, by its name and in JDBC's braces. */
class ListedFunctionsTest {
  private static final String TIME = "TIMESTAMP '2020-02-03 04:05:06'";

  /** The arguments of functions that do not take those of most functions of their list. */
  private static final Map<String, String> ARGUMENTS =
      Map.ofEntries(
          Map.entry("ATAN2", "1, 2"),
          Map.entry("DIV", "7, 2"),
          Map.entry("LOG", "2, 8"),
          Map.entry("MOD", "7, 2"),
          Map.entry("PI", ""),
          Map.entry("POW", "2, 3"),
          Map.entry("POWER", "2, 3"),
          Map.entry("RAND", ""),
          Map.entry("RANDOM", ""),
          Map.entry("ROUND", "1.25, 1"),
          Map.entry("TRUNC", "1.25, 1"),
          Map.entry("TRUNCATE", "1.25, 1"),
          Map.entry("CHR", "65"),
          Map.entry("CONCAT", "'a', 'b'"),
          Map.entry("CONCAT_WS", "',', 'a', 'b'"),
          Map.entry("INSTR", "'abc', 'b'"),
          Map.entry("LEFT", "'abc', 1"),
          Map.entry("LOCATE", "'b', 'abc'"),
          Map.entry("LPAD", "'abc', 5"),
          Map.entry("REPEAT", "'abc', 2"),
          Map.entry("REPLACE", "'abc', 'b', 'x'"),
          Map.entry("RIGHT", "'abc', 1"),
          Map.entry("RPAD", "'abc', 5"),
          Map.entry("SPACE", "3"),
          Map.entry("SPLIT_PART", "'a,b', ',', 1"),
          Map.entry("STARTS_WITH", "'abc', 'a'"),
          Map.entry("STRPOS", "'abc', 'b'"),
          Map.entry("SUBSTR", "'abc', 2"),
          Map.entry("SUBSTRING", "'abc', 2"),
          Map.entry("TO_HEX", "255"),
          Map.entry("COALESCE", "NULL, 1"),
          Map.entry("GEN_RANDOM_UUID", ""),
          Map.entry("GREATEST", "1, 2"),
          Map.entry("IFNULL", "NULL, 1"),
          Map.entry("LEAST", "1, 2"),
          Map.entry("NULLIF", "1, 2"),
          Map.entry("NVL", "NULL, 1"),
          Map.entry("RANDOM_UUID", ""),
          Map.entry("USER", ""),
          Map.entry("CURDATE", ""),
          Map.entry("CURRENT_DATE", ""),
          Map.entry("CURRENT_TIME", ""),
          Map.entry("CURRENT_TIMESTAMP", ""),
          Map.entry("CURTIME", ""),
          Map.entry("NOW", ""),
          Map.entry("DATE_PART", "'year', " + TIME),
          Map.entry("DATE_TRUNC", "'year', " + TIME),
          Map.entry("TIMESTAMPADD", "SQL_TSI_DAY, 1, " + TIME),
          Map.entry("TIMESTAMPDIFF", "SQL_TSI_DAY, " + TIME + ", " + TIME));

  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:listed-functions");
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void listedFunction_whenCalled_givesARow() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    call(metadata.getNumericFunctions(), "1");
    call(metadata.getStringFunctions(), "'abc'");
    call(metadata.getSystemFunctions(), "1");
    call(metadata.getTimeDateFunctions(), TIME);
  }

  private static void call(String names, String usual) {
    List<String> listed = List.of(names.split(","));
    assertThat(listed).doesNotHaveDuplicates().isSorted();
    for (String name : listed) {
      String call = name + "(" + ARGUMENTS.getOrDefault(name, usual) + ")";
      for (String expression : List.of(call, "{fn " + call + "}")) {
        assertThatCode(() -> query(expression)).as(expression).doesNotThrowAnyException();
      }
    }
  }

  private static void query(String expression) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT " + expression)) {
      assertThat(rows.next()).isTrue();
      rows.getObject(1);
    }
  }
}
