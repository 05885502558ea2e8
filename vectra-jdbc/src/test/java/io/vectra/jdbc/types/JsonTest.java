package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final String DOCUMENT =
      "{\"lang\": \"en\", \"year\": 2020, \"tags\": [\"a\", \"b\"], \"big\": 1.50, \"ok\": true,"
          + " \"x\": {\"y\": [1, {\"z\": null}]}, \"a key\": \"\\u00e9\"}";

  private static TestSession session;

  @BeforeAll
  static void fill() throws SQLException {
    session = TestSession.open("jdbc:vectra:memory:json");
    session.run("CREATE TABLE d (id INTEGER PRIMARY KEY, j JSON, s VARCHAR, v VECTOR(2))");
    session.run("INSERT INTO d VALUES (1, ?, 'p', '[1,0]')", DOCUMENT);
    session.run("INSERT INTO d VALUES (2, JSON '{\"lang\":\"de\",\"n\":7}', '{}', '[0,1]')");
    session.run(
        "INSERT INTO d VALUES (3, NULL, NULL, '[1,1]'), (4, CAST('[1]' AS JSON), '1', NULL)");
  }

  @AfterAll
  static void close() throws SQLException {
    session.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "JSON_VALUE(j, '$.lang') ~ en",
        "JSON_VALUE(j, 'lax $.year') ~ 2020",
        "JSON_VALUE(j, '$.year' RETURNING INTEGER) + 1 ~ 2021",
        "JSON_VALUE(j, '$.big') ~ 1.50",
        "JSON_VALUE(j, '$.big' RETURNING DECIMAL(4, 1)) ~ 1.5",
        "JSON_VALUE(j, '$.ok' RETURNING BOOLEAN) ~ true",
        "JSON_VALUE(j, '$.\"a key\"') ~ é",
        "JSON_VALUE(j, '$.x.y[1].z') ~ null",
        "JSON_VALUE(j, '$.none' DEFAULT 'q' ON EMPTY) ~ q",
        "JSON_VALUE(j, '$.none' RETURNING INTEGER DEFAULT 3 ON EMPTY) ~ 3",
        "JSON_VALUE(j, 'strict $.none' DEFAULT 'e' ON EMPTY DEFAULT 'r' ON ERROR) ~ r",
        "JSON_VALUE(j, '$.tags') ~ null",
        "JSON_VALUE(j, '$.lang' RETURNING INTEGER) ~ null",
        "JSON_VALUE(j, '$.lang' RETURNING INTEGER DEFAULT -1 ON ERROR) ~ -1",
        "JSON_VALUE('x', '$.a') ~ null",
        "JSON_VALUE(NULL, '$.a' DEFAULT 'e' ON EMPTY) ~ null",
        "JSON_VALUE('1e-999999999', '$' RETURNING INTEGER DEFAULT 1 ON ERROR) ~ 0",
        "JSON_VALUE('1e999999999', '$' RETURNING DOUBLE DEFAULT 1 ON ERROR) ~ 1.0",
        "CAST('-1e-999999999' AS DECIMAL(5, 2)) ~ 0.00",
        "CAST('0e999999999' AS BIGINT) ~ 0",
        "JSON_QUERY(j, '$.tags') ~ [\"a\", \"b\"]",
        "JSON_QUERY(j, '$.lang') ~ \"en\"",
        "JSON_QUERY(j, '$.lang' WITH WRAPPER) ~ [\"en\"]",
        "JSON_QUERY(j, '$.tags' WITH CONDITIONAL WRAPPER) ~ [\"a\", \"b\"]",
        "JSON_QUERY(j, '$.none' EMPTY OBJECT ON EMPTY) ~ {}",
        "JSON_EXISTS(j, '$.x.y[1].z') ~ true",
        "JSON_EXISTS(j, '$.x.y[2]') ~ false",
        "JSON_EXISTS('x', '$.a' TRUE ON ERROR) ~ true",
        "j -> 'tags' ~ [\"a\", \"b\"]",
        "j -> 'tags' -> 1 ~ \"b\"",
        "j -> 'tags' ->> -1 ~ b",
        "j ->> '$.x.y[0]' ~ 1",
        "j ->> 'a key' || '!' ~ é!",
        "(j ->> 'year')::INTEGER * 2 ~ 4040",
        "COALESCE(j -> 'none', 'n') ~ n",
        "COALESCE(j -> 'x' ->> 'y', 'n') ~ [1, {\"z\": null}]",
        "j ->> 'x' ~ {\"y\": [1, {\"z\": null}]}",
        "j IS JSON OBJECT ~ true",
        "s IS JSON ~ false",
        "s IS NOT JSON ~ true",
        "'[1]' IS JSON ARRAY ~ true",
        "'1' IS JSON SCALAR ~ true",
        "JSON_OBJECT('k' : id, 't' : 'x\"y', 'n' : NULL) ~ {\"k\":1,\"t\":\"x\\\"y\",\"n\":null}",
        "JSON_OBJECT('n' : NULL, 'd' : DATE '2024-01-01' ABSENT ON NULL) ~ {\"d\":\"2024-01-01\"}",
        "JSON_OBJECT() ~ {}",
        "JSON_ARRAY(1.50, TRUE, s, NULL, JSON_ARRAY()) ~ [1.50,true,\"p\",[]]",
        "JSON_ARRAY(NULL NULL ON NULL) ~ [null]",
        "JSON_OBJECT('j' VALUE j -> 'tags', 's' : j ->> 'lang') ~"
            + " {\"j\":[\"a\", \"b\"],\"s\":\"en\"}",
      })
  void expression_ofJson_givesWhatTheStandardSays(String expression, String expected)
      throws SQLException {
    assertThat(session.rows("SELECT " + expression + " FROM d WHERE id = 1"))
        .containsExactly(expected);
  }

  @Test
  void aggregates_ofRows_makeJson() throws SQLException {
    assertThat(session.rows("SELECT JSON_ARRAYAGG(s ORDER BY id DESC) FROM d"))
        .containsExactly("[\"1\",\"{}\",\"p\"]");
    assertThat(session.rows("SELECT JSON_ARRAYAGG(id NULL ON NULL) FROM d WHERE id > 9"))
        .containsExactly("null");
    assertThat(
            session.rows(
                "SELECT JSON_OBJECT('all' : JSON_OBJECTAGG(CAST(id AS VARCHAR) VALUE s)) FROM d"
                    + " WHERE id < 4"))
        .containsExactly("{\"all\":{\"1\":\"p\",\"2\":\"{}\",\"3\":null}}");
    assertThat(session.stateOf("SELECT JSON_OBJECTAGG(s VALUE id) FROM d")).isEqualTo("22023");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "j ->> 'lang' = 'en' ~ 1",
        "'en' = JSON_VALUE(j, '$.lang') ~ 1",
        "NOT j ->> 'lang' = 'en' ~ 2",
        "j ->> 'lang' IN ('de', 'en') AND id > 1 ~ 2",
        "j ->> 'lang' LIKE 'd%' ~ 2",
        "j ->> 'lang' IS NULL ~ 3,4",
        "j ->> 'lang' > 'de' OR j ->> 'n' = '7' ~ 1,2",
        "JSON_VALUE(j, '$[0]') = '1' ~ 4",
        "j ->> 'tags' = '[\"a\", \"b\"]' ~ 1",
        "JSON_VALUE(j, '$.tags') IS NOT NULL ~ ``",
        "JSON_EXISTS(j, '$.tags') ~ 1",
        "JSON_EXISTS(j, '$.lang') AND NOT JSON_EXISTS(j, '$.tags') ~ 2",
        "NOT JSON_EXISTS(j, '$.lang') ~ 4",
        "JSON_VALUE(j, '$.n' RETURNING INTEGER) = 7 ~ 2",
        "JSON_VALUE(j, '$.n' RETURNING INTEGER) > 6 ~ 2",
        "JSON_VALUE(j, '$.n' RETURNING INTEGER) > 6.5 ~ 2",
        "7.0 = JSON_VALUE(j, '$.n' RETURNING SMALLINT) ~ 2",
        "JSON_VALUE(j, '$.n' RETURNING BIGINT) = 6.5 ~ ``",
        "JSON_VALUE(j, '$.n' RETURNING INTEGER) > 3000000000 ~ ``",
        "JSON_VALUE(j, '$.n' RETURNING BIGINT) IN (7, 8, 1) ~ 2",
        "JSON_VALUE(j, '$.n' RETURNING SMALLINT) IS NULL ~ 1,3,4",
        "JSON_VALUE(j, '$.lang' RETURNING INTEGER) <> 3 ~ ``",
        "j = '[1]' ~ 4"
      })
  void condition_onAPath_isWithinTheScan(String condition, String expected) throws SQLException {
    List<String> ids = expected.isEmpty() ? List.of() : List.of(expected.split(","));
    String query = "SELECT id FROM d WHERE " + condition;
    assertThat(session.rows(query)).isEqualTo(ids);
    assertThat(session.rows("EXPLAIN " + query)).hasSize(1);
    assertThat(session.rows("SELECT id FROM d WHERE (" + condition + ") IS TRUE")).isEqualTo(ids);
  }

  @Test
  void nearestRows_ofAConditionOnAPath_areThoseThatMatch() throws SQLException {
    String query = "SELECT id FROM d WHERE j ->> 'lang' = ? ORDER BY v <-> '[1,0]' LIMIT 2";
    assertThat(session.rows(query, "de")).containsExactly("2");
    assertThat(session.rows("EXPLAIN " + query, "de"))
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("filter=", "nearest="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "INSERT INTO d (id, j) VALUES (9, '{\"a\"') ~ 22032",
        "INSERT INTO d (id, j) VALUES (9, '') ~ 22032",
        "UPDATE d SET j = s WHERE id = 1 ~ 22032",
        "SELECT CAST('{' AS JSON) ~ 22032",
        "SELECT JSON '[1,]' ~ 22032",
        "SELECT 'x' -> 'a' ~ 22032",
        "SELECT JSON_VALUE(j, '$.tags' ERROR ON ERROR) FROM d ~ 22032",
        "SELECT JSON_VALUE(j, '$.none' ERROR ON EMPTY) FROM d ~ 22032",
        "SELECT JSON_VALUE(j, '$[?(@.a like_regex \"(a+)+$\")]') FROM d ~ 0A000",
        "SELECT JSON_QUERY(j, '$.*') FROM d ~ 0A000",
        "SELECT JSON_LENGTH(j, '$[?(@.a)]') FROM d ~ 0A000",
        "SELECT JSON_REMOVE(j, s) FROM d ~ 0A000",
        "SELECT JSON_VALUE(j, s) FROM d ~ 0A000",
        "SELECT JSON_VALUE(j, 'lang') FROM d ~ 42601",
        "SELECT j -> '$.' FROM d ~ 42601",
        "CREATE TABLE k (j JSON PRIMARY KEY) ~ 0A000"
      })
  void statement_thatCannotBe_isRefused(String sql, String state) {
    assertThat(session.stateOf(sql)).isEqualTo(state);
  }

  @Test
  void column_readThroughJdbc_isTheTextAsItWasWritten() throws SQLException {
    String query = "SELECT j FROM d WHERE id = 1";
    try (ResultSet result = session.connection().createStatement().executeQuery(query)) {
      assertThat(result.next()).isTrue();
      assertThat(result.getObject(1)).isEqualTo(DOCUMENT);
      assertThat(result.getString(1)).isEqualTo(DOCUMENT);
      assertThat(result.getMetaData().getColumnType(1)).isEqualTo(Types.OTHER);
      assertThat(result.getMetaData().getColumnTypeName(1)).isEqualTo("JSON");
      assertThat(result.getMetaData().getColumnClassName(1)).isEqualTo(String.class.getName());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CREATE VECTOR INDEX ON t (v)"})
  void table_closedAndOpenedAgain_hasItsRows(String index, @TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory;
    String count = "SELECT COUNT(*) FROM t WHERE j ->> 'k' = '3' AND j -> 'a' ->> 0 = 'x'";
    try (TestSession file = TestSession.open(url)) {
      file.run(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, j JSON NOT NULL DEFAULT '{}', v VECTOR(2))");
      for (int part = 0; part < 3; part++) {
        for (int i = 0; i < 20; i++) {
          String json = JSON_OF.formatted(i % 4);
          file.run("INSERT INTO t VALUES (?, ?, '[1,2]')", part * 20 + i, json);
        }
        file.run("CHECKPOINT");
      }
      if (!index.isEmpty()) {
        file.run(index);
      }
      file.run("INSERT INTO t (id) VALUES (100)");
      file.run("ALTER TABLE t ADD COLUMN late JSON DEFAULT '[true]'");
      file.run("UPDATE t SET j = '{\"k\": 3}' WHERE id = 3");
    }
    try (TestSession file = TestSession.open(url)) {
      assertThat(file.rows("SELECT COUNT(*) FROM t WHERE j ->> 'k' = '3'")).containsExactly("15");
      assertThat(file.rows(count)).containsExactly("14");
      assertThat(file.rows("SELECT j, late FROM t WHERE id IN (3, 4, 100) ORDER BY id"))
          .containsExactly("{\"k\": 3}|[true]", JSON_OF.formatted(0) + "|[true]", "{}|[true]");
      assertThat(file.rows("CALL VECTRA.VERIFY()")).isEmpty();
    }
  }

  private static final String JSON_OF = "{\"k\": %s, \"a\": [\"x\"]}";
}
