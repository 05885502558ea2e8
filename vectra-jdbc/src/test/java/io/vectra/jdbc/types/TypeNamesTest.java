package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TINYINT | SMALLINT",
        "INT2 | SMALLINT",
        "INT | INTEGER",
        "INT4 | INTEGER",
        "INT8 | BIGINT",
        "BOOL | BOOLEAN",
        "FLOAT | DOUBLE",
        "FLOAT(24) | REAL",
        "FLOAT4 | REAL",
        "FLOAT8 | DOUBLE",
        "DOUBLE PRECISION | DOUBLE",
        "NUMERIC(5, 1) | DECIMAL",
        "DEC(5) | DECIMAL",
        "CHAR(3) | VARCHAR",
        "CHARACTER VARYING(3) | VARCHAR",
        "TEXT | VARCHAR",
        "CLOB | VARCHAR",
        "LONGTEXT | VARCHAR",
        "STRING | VARCHAR",
        "BLOB | VARBINARY",
        "BINARY(2) | VARBINARY",
        "BYTEA | VARBINARY",
        "DATETIME | TIMESTAMP",
        "TIMESTAMP WITHOUT TIME ZONE | TIMESTAMP",
        "TIMESTAMPTZ | TIMESTAMP WITH TIME ZONE",
        "TIMESTAMP WITH LOCAL TIME ZONE | TIMESTAMP WITH TIME ZONE",
        "JSONB | JSON",
        "\"uuid\" | UUID",
        "UUID | UUID"
      })
  void column_ofAnotherName_hasTheTypeThatIsMeant(String written, String name) throws SQLException {
    try (TestSession session = TestSession.open("jdbc:vectra:memory:names")) {
      session.run("CREATE TABLE t (id BIGSERIAL PRIMARY KEY, c " + written + ")");
      session.run("INSERT INTO t (c) VALUES (NULL)");
      try (ResultSet columns =
          session.connection().getMetaData().getColumns(null, null, "T", "C")) {
        assertThat(columns.next()).isTrue();
        assertThat(columns.getString("TYPE_NAME")).isEqualTo(name);
      }
      assertThat(session.rows("SELECT id, CAST(NULL AS " + written + ") FROM t"))
          .containsExactly("1|null");
      session.run("DROP TABLE t");
    }
  }

  @Test
  void char_shorterThanItsLength_isNotPadded() throws SQLException {
    try (TestSession session = TestSession.open("jdbc:vectra:memory:names")) {
      session.run("CREATE TABLE t (c CHAR(3), d CHAR)");
      session.run("INSERT INTO t VALUES ('ab', 'x')");
      assertThat(session.rows("SELECT c || '!', LENGTH(c) FROM t WHERE c = 'ab'"))
          .containsExactly("ab!|2");
      assertThat(session.stateOf("INSERT INTO t VALUES ('abcd', 'x')")).isEqualTo("22001");
      assertThat(session.stateOf("INSERT INTO t VALUES ('abc', 'xy')")).isEqualTo("22001");
      session.run("DROP TABLE t");
    }
  }

  @Test
  void name_ofNoType_isRefused() throws SQLException {
    try (TestSession session = TestSession.open("jdbc:vectra:memory:names")) {
      assertThat(session.stateOf("CREATE TABLE t (c XML)")).isEqualTo("42704");
      assertThat(session.stateOf("SELECT CAST(1 AS MONEY)")).isEqualTo("42704");
    }
  }
}
