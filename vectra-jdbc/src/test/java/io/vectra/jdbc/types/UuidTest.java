package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidTest {
  private static final UUID LOW = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID HIGH = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6");

  private TestSession session;

  @BeforeEach
  void fill() throws SQLException {
    session = TestSession.open("jdbc:vectra:memory:uuids");
    session.run("CREATE TABLE t (id UUID PRIMARY KEY, n INTEGER, o UUID DEFAULT '" + LOW + "')");
    session.run("INSERT INTO t (id, n) VALUES (UUID '" + HIGH + "', 1)");
    session.run("INSERT INTO t VALUES (?, 2, ?)", LOW, HIGH.toString());
  }

  @AfterEach
  void close() throws SQLException {
    session.run("DROP TABLE t");
    session.close();
  }

  @Test
  void column_readAndWrittenThroughJdbc_isAUuid() throws SQLException {
    String query = "SELECT id, o FROM t WHERE id = ?";
    try (PreparedStatement statement = session.connection().prepareStatement(query)) {
      statement.setObject(1, HIGH, Types.OTHER);
      assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("UUID");
      try (ResultSet result = statement.executeQuery()) {
        assertThat(result.next()).isTrue();
        assertThat(result.getObject(1)).isEqualTo(HIGH);
        assertThat(result.getObject(2, UUID.class)).isEqualTo(LOW);
        assertThat(result.getObject(1, String.class)).isEqualTo(HIGH.toString());
        assertThat(result.getBytes(2)).hasSize(16).endsWith(0, 10);
        assertThat(result.getMetaData().getColumnType(1)).isEqualTo(Types.OTHER);
        assertThat(result.getMetaData().getColumnTypeName(1)).isEqualTo("UUID");
        assertThat(result.getMetaData().getColumnClassName(1)).isEqualTo(UUID.class.getName());
      }
    }
    DatabaseMetaData metadata = session.connection().getMetaData();
    try (ResultSet columns = metadata.getColumns(null, null, "T", "ID")) {
      assertThat(columns.next()).isTrue();
      assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.OTHER);
      assertThat(columns.getString("TYPE_NAME")).isEqualTo("UUID");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = '00000000-0000-0000-0000-00000000000A'",
        "id = UUID '00000000-0000-0000-0000-00000000000a'",
        "CAST('00000000-0000-0000-0000-00000000000a' AS UUID) = id",
        "id IN ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000000')",
        "id < '80000000-0000-0000-0000-000000000000'",
        "NOT id >= '80000000-0000-0000-0000-000000000000'"
      })
  void condition_withTextsAndLiterals_isWithinTheScan(String condition) throws SQLException {
    String query = "SELECT n FROM t WHERE " + condition;
    assertThat(session.rows(query)).containsExactly("2");
    assertThat(session.rows("EXPLAIN " + query))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith("VectraTableScan").contains("filter="));
  }

  @Test
  void functions_ofUuids_takeThemAsTexts() throws SQLException {
    assertThat(session.rows("SELECT UPPER(id), id || '!', CAST(id AS VARCHAR(8)) FROM t LIMIT 1"))
        .containsExactly("00000000-0000-0000-0000-00000000000A|" + LOW + "!|00000000");
    assertThat(session.rows("SELECT COALESCE(NULLIF(o, '" + LOW + "'), id) FROM t ORDER BY n"))
        .containsExactly(HIGH.toString(), HIGH.toString());
    assertThat(session.rows("SELECT GREATEST(id, o), LEAST(id, o) FROM t WHERE n = 1"))
        .containsExactly(HIGH + "|" + LOW);
    session.run("INSERT INTO t (id, n) SELECT GEN_RANDOM_UUID(), 3 FROM t");
    assertThat(session.rows("SELECT COUNT(DISTINCT id) FROM t")).containsExactly("4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT CAST('1-1-1-1-1' AS UUID)",
        "SELECT UUID 'f81d4fae7dec11d0a76500a0c91e6bf6'",
        "INSERT INTO t (id, n) VALUES ('nothing', 1)",
        "SELECT n FROM t WHERE id = 'f81d4fae-7dec-11d0-a765-00a0c91e6bfg'",
        "UPDATE t SET o = ''"
      })
  void text_thatIsNone_isRefused(String sql) {
    assertThat(session.stateOf(sql)).isEqualTo("22P02");
  }

  @Test
  void key_thatIsThere_isRefused() {
    assertThat(session.stateOf("INSERT INTO t VALUES (?, 1, NULL)", LOW)).isEqualTo("23505");
    assertThat(session.stateOf("INSERT INTO t VALUES (NULL, 1, NULL)")).isEqualTo("23502");
    assertThat(session.stateOf("INSERT INTO t (id) VALUES (1)")).isEqualTo("42804");
  }
}
