package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SET, RESET and SHOW. */
class SettingsSqlTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:settings-sql-test");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RESET ef_search",
        "RESET EF_SEARCH",
        "RESET ALL",
        "SET ef_search TO DEFAULT",
        "SET ef_search = DEFAULT",
        "SET ef_search = 0"
      })
  void reset_givesTheDefault(String reset) throws SQLException {
    statement.execute("SET ef_search TO 400");
    assertThat(rows("SHOW ef_search")).containsExactly("400");
    statement.execute(reset);
    assertThat(rows("SHOW ef_search")).containsExactly("0");
  }

  @Test
  void resetOfOne_leavesTheOther() throws SQLException {
    statement.execute("SET ef_search = 400");
    statement.execute("SET exact = ON");
    statement.execute("RESET ef_search");
    assertThat(rows("SHOW exact")).containsExactly("TRUE");
    statement.execute("SET exact TO off");
    assertThat(rows("SHOW exact")).containsExactly("FALSE");
  }

  @Test
  void show_prepared_givesTheValueWhenItRuns() throws SQLException {
    try (PreparedStatement show = connection.prepareStatement("SHOW ef_search")) {
      statement.execute("SET ef_search = 30");
      try (ResultSet result = show.executeQuery()) {
        assertThat(result.getMetaData().getColumnLabel(1)).isEqualTo("EF_SEARCH");
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(30);
        assertThat(result.next()).isFalse();
      }
    }
  }

  @Test
  void showAll_listsWhatTheViewLists() throws SQLException {
    assertThat(rows("SHOW ALL")).isEqualTo(rows("SELECT name FROM vectra.settings"));
    assertThat(rows("SHOW ALL")).contains("ef_search", "exact");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RESET colour | 42704 | Setting COLOUR does not exist; known ones are EF_SEARCH, EXACT and LOCK_TIMEOUT",
        "SET colour TO DEFAULT | 42704 | Setting COLOUR does not exist",
        "SHOW colour | 42704 | Setting COLOUR does not exist",
        "SET ef_search TO many | 22023 | EF_SEARCH = MANY is not allowed",
        "SHOW TABLES | 0A000 | SHOW of anything but a setting is not supported; ask INFORMATION_SCH",
        "SHOW CREATE TABLE t | 0A000 | SHOW of anything but a setting is not supported"
      })
  void wrongNameOrValue_isRefused(String sql, String state, String message) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
