package io.vectra.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.apache.calcite.sql.SqlNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser refuses, with which code, and where its messages point. */
class VectraSqlParserErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE TABLE t (a INT UNIQUE)|UNIQUE",
        "CREATE TABLE t (a INT, UNIQUE (a))|UNIQUE",
        "CREATE TABLE t (a INT CHECK (a > 1))|CHECK",
        "CREATE TABLE t (a INT, CHECK (a > 1))|CHECK",
        "CREATE TABLE t (a INT REFERENCES u (b))|FOREIGN KEY",
        "CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES u (b))|FOREIGN KEY",
        "CREATE VIEW v AS SELECT 1|CREATE VIEW",
        "CREATE SEQUENCE s|CREATE SEQUENCE",
        "ALTER TABLE t ADD PRIMARY KEY (b)|ALTER TABLE .. ADD of a constraint",
        "CREATE INDEX i ON t (a)|CREATE INDEX",
      })
  void parse_knownButNotBuilt_refusedByName(String sql, String named) {
    assertThat(failure(sql, ErrorCode.FEATURE_NOT_SUPPORTED)).containsIgnoringCase(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELEC 1|1|1",
        "SELECT 1 FROM|1|13",
        "SELECT a FROM t WHERE ,|1|23",
        "CREATE TABLE t (a INT,)|1|23",
        "CREATE TABLE (a INT)|1|14",
        "DROP TABLE IF t|1|15",
        "BEGIN now|1|7",
        "SELECT 'a|1|8",
      })
  void parse_syntaxError_pointsAtTheToken(String sql, int line, int column) {
    assertThat(failure(sql, ErrorCode.SYNTAX_ERROR))
        .contains("line " + line + ", column " + column);
  }

  @Test
  void parse_errorOnThirdLine_namesLineTokenAndFewExpected() {
    String message = failure("SELECT a\nFROM t\n  WHERE )", ErrorCode.SYNTAX_ERROR);
    assertThat(message).contains("')'").contains("line 3, column 9").contains("expected");
    assertThat(message.length()).as(message).isLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ;", "SELECT 1; SELECT 2", "SELECT @ FROM t", "SELECT \"a", "\u0000"})
  void parse_notOneStatement_syntaxError(String sql) {
    assertThat(failure(sql, ErrorCode.SYNTAX_ERROR)).isNotBlank();
  }

  @Test
  void parse_nestedTooDeeply_limitExceeded() {
    int depth = 200_000;
    String sql = "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth);
    assertThat(failure(sql, ErrorCode.LIMIT_EXCEEDED)).contains("nested too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "day",
        "year",
        "month",
        "text",
        "vector",
        "index",
        "type",
        "name",
        "key",
        "language",
        "position",
        "metric",
        "value"
      })
  void parse_commonWordUnquoted_isAColumnName(String word) {
    SqlNode create = VectraSqlParser.parse("CREATE TABLE t (" + word + " INT);");
    assertThat(create.toString()).containsIgnoringCase(word);
    SqlNode query = VectraSqlParser.parse("SELECT t." + word + ", " + word + " FROM t");
    assertThat(query.toString()).containsIgnoringCase(word);
  }

  private static String failure(String sql, ErrorCode code) {
    Throwable thrown = catchThrowable(() -> VectraSqlParser.parse(sql));
    assertThat(thrown).as(sql).isInstanceOf(VectraException.class);
    assertThat(((VectraException) thrown).code()).as(thrown.getMessage()).isEqualTo(code);
    return String.valueOf(thrown.getMessage());
  }
}
