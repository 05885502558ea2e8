package io.vectra.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, as what, and how the message says so. */
class SyntaxErrorTest {

  private static VectraException error(String sql) {
    return catchThrowableOfType(VectraException.class, () -> VectraSqlParser.parse(sql));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELEC 1 | met 'SELEC', expected a statement | line 1, column 1",
        "SELECT a FROM t WHER a = 1 | met 'a' | line 1, column 22",
        "SELECT a FROM | met the end of the text, expected | line 1, column 13",
        "SELECT a FROM t WHERE a = | met the end of the text, expected an expression | line 1, column 25",
        "SELECT a, FROM t | met the reserved word 'FROM', expected | line 1, column 11",
        "SELECT (1 + 2 | met the end of the text, expected | line 1, column 13",
        "CREATE TABLE t (a INTEGER | met the end of the text, expected | line 1, column 25",
        "CREATE TABLE t (a INTEGER NOT b) | met 'b', expected NULL | line 1, column 31",
        "CREATE TABLE t () | met ')', expected | line 1, column 17",
        "CREATE TABLE t | met the end of the text, expected | line 1, column 14",
        "CREATE THING x | met 'THING', expected | line 1, column 8",
        "CREATE VECTOR TABLE t (a INT) | met 'TABLE', expected INDEX | line 1, column 15",
        "CREATE VECTOR INDEX i ON t | met the end of the text, expected | line 1, column 26",
        "CREATE VECTOR INDEX i ON t (e) WITH (m) | met ')', expected '=' | line 1, column 39",
        "DROP t | met 't', expected | line 1, column 6",
        "DROP TABLE IF t | met 't', expected | line 1, column 15",
        "INSERT t VALUES (1) | met 't', expected INTO | line 1, column 8",
        "UPDATE t a = 1 | met '=', expected | line 1, column 12",
        "ROLLBACK TO | met the end of the text, expected | line 1, column 11",
        "SELECT 1 1 | met '1' | line 1, column 10",
        "SELECT 'abc | the string that begins here has no end | line 1, column 8",
        "SELECT \"abc | the quoted name that begins here has no end | line 1, column 8",
        "SELECT 1 /* abc | met the end of the text inside | line 1, column",
        "SELECT a # b | met the character '#' | line 1, column 10",
        "SELECT 1; SELECT 2 | has 2 statements | line 1, column 11",
        "EXPLAIN DROP TABLE t | met 'DROP', expected a statement | line 1, column 9",
        "SELECT order FROM t | met the reserved word 'order' | line 1, column 8",
        "SELECT X'0G' | Binary literal | line 1, column 8",
        "CREATE TABLE t (a INT DEFAULT 1 DEFAULT 2) | Column A has two DEFAULT values | line 1, column 41",
        "CREATE TABLE t (a INT NULL NOT NULL) | both NULL and NOT NULL | line 1, column",
        "CREATE TABLE t (a INT DEFAULT 1 GENERATED ALWAYS AS IDENTITY) | both DEFAULT and IDENTITY | line 1, column",
        "CREATE TABLE t (a INT PRIMARY KEY, b INT PRIMARY KEY) | second one | line 1, column 36",
        "CREATE TABLE t (a INT PRIMARY KEY, PRIMARY KEY (a)) | second one | line 1, column",
        "CREATE TABLE t (e VECTOR) | must say its number of dimensions | line 1, column 19",
        "CREATE VECTOR INDEX i ON t (e) WITH (m = 1, M = 2) | option m is given twice | line 1, column 45",
      })
  void parse_invalidText_saysWhatWasMetAndWhere(String sql, String message, String place) {
    VectraException e = error(sql);
    assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
    assertThat(e).hasMessageContaining(message).hasMessageContaining("(" + place);
    assertThat(e.getMessage()).doesNotContain("Was expecting").doesNotContain("\n").endsWith(".");
    assertThat(e.getMessage().length()).isLessThan(300);
  }

  @Test
  void parse_errorOnLaterLine_namesItsLine() {
    assertThat(error("SELECT a,\n  b\nFROM t\nWHERE a ==\n 1"))
        .hasMessageContaining("met '='")
        .hasMessageContaining("(line 4, column 10)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE OR REPLACE TABLE t (a INT) | CREATE OR REPLACE",
        "CREATE TABLE t (LIKE u) | CREATE TABLE (LIKE ..)",
        "CREATE TEMPORARY TABLE t (a INT) | temporary table",
        "CREATE UNIQUE INDEX i ON t USING hnsw (a) | unique vector index",
        "CREATE INDEX i ON t (a) WITH (m = 3) | option of an index on a scalar column",
        "CREATE VECTOR INDEX i ON t (a DESC) | order of vectors",
        "CREATE INDEX i ON t USING ivfflat (a) | USING IVFFLAT",
        "CREATE VECTOR INDEX i ON t (a, b) | several columns",
        "CREATE TABLE t (a INT REFERENCES u (b) MATCH FULL) | MATCH",
        "CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES u (b) DEFERRABLE) | DEFERRABLE",
        "CREATE TABLE t (a INT GENERATED ALWAYS AS (b + 1)) | computed column",
        "CREATE TABLE t (a INT GENERATED ALWAYS AS IDENTITY (START WITH 5)) | option of IDENTITY",
        "CREATE TABLE t (e VECTOR(3, INT8)) | only FLOAT32",
        "ALTER TABLE t ALTER COLUMN a TYPE BIGINT | A change of a column's type",
        "ALTER TABLE t DROP COLUMN a, DROP COLUMN b | ALTER TABLE with several changes",
        "ALTER INDEX i REBUILD | ALTER INDEX",
        "GRANT ALL ON t TO u | GRANT",
        "REVOKE ALL ON t FROM u | REVOKE",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE | Isolation level SERIALIZABLE",
        "BEGIN READ ONLY, ISOLATION LEVEL SERIALIZABLE | Isolation level SERIALIZABLE",
      })
  void parse_whatIsNotBuiltYet_isRefusedByName(String sql, String what) {
    VectraException e = error(sql);
    assertThat(e.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED);
    assertThat(e).hasMessageContaining(what).hasMessageContaining("line 1, column ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ";", "-- nothing", "/* nothing */ ;"})
  void parse_noStatement_isRefused(String sql) {
    assertThat(error(sql)).hasMessageContaining("empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16_001})
  void parse_dimensionsOutOfRange_isRefused(int dimensions) {
    assertThat(error("CREATE TABLE t (e VECTOR(" + dimensions + "))").code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void parse_nestedTooDeeply_isRefusedAndNotAnError() {
    String sql = "SELECT " + "(".repeat(200_000) + "1" + ")".repeat(200_000);
    assertThat(error(sql).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
  }

  @Test
  void parse_nameTooLong_isRefused() {
    assertThat(error("SELECT 1 AS " + "a".repeat(300)).code()).isEqualTo(ErrorCode.SYNTAX_ERROR);
  }

  @Test
  void parse_everyPrefixOfAStatement_failsWithACodeOrParses() {
    String sql =
        "CREATE TABLE IF NOT EXISTS t (a INT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "
            + "b VECTOR(3) NOT NULL DEFAULT '[1,2]'); EXPLAIN ANALYZE PLAN FOR SELECT \"x\" FROM t "
            + "WHERE e <=> ? < 0.5 /* c */ AND a IN (1, 2) ORDER BY 1 LIMIT 3; ROLLBACK TO SAVEPOINT s";
    int refused = 0;
    for (int i = 0; i <= sql.length(); i++) {
      String prefix = sql.substring(0, i);
      try {
        VectraSqlParser.parseScript(prefix);
      } catch (VectraException e) {
        assertThat(e.code()).as(prefix).isEqualTo(ErrorCode.SYNTAX_ERROR);
        assertThat(e.getMessage()).as(prefix).contains("line 1, column ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }
}
