package io.vectra.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.parser.SqlScript.Statement;
import org.junit.jupiter.api.Test;

/** Cutting scripts into statements. */
class SqlScriptTest {

  @Test
  void split_severalStatements_givesEachWithItsLine() {
    assertThat(SqlScript.split("SELECT 1;\n\nSELECT\n 2 ;;\n  COMMIT"))
        .containsExactly(
            new Statement("SELECT 1", 1, 1, true, false),
            new Statement("SELECT\n 2", 3, 1, true, false),
            new Statement("COMMIT", 5, 3, false, false));
  }

  @Test
  void split_semicolonInStringNameOrComment_doesNotEndTheStatement() {
    assertThat(
            SqlScript.split(
                "-- first; one\nSELECT 'a;''b;' AS \"x;\"\"y\" /* ;\n; */ -- ;\n FROM t; // ;\n/* ; */"))
        .containsExactly(
            new Statement(
                "SELECT 'a;''b;' AS \"x;\"\"y\" /* ;\n; */ -- ;\n FROM t", 2, 1, true, false));
  }

  @Test
  void split_backslashInEscapedString_hidesTheQuote() {
    assertThat(SqlScript.split("SELECT E'it\\'s; x'; SELECT 'a\\'; SELECT AE'b\\'"))
        .extracting(Statement::text)
        .containsExactly("SELECT E'it\\'s; x'", "SELECT 'a\\'", "SELECT AE'b\\'");
  }

  @Test
  void split_anyLineEnd_isCountedOnce() {
    assertThat(SqlScript.split("-- first; line\r\n/* two\r\nlines */ begin; // rest\r\rcommit"))
        .containsExactly(
            new Statement("begin", 3, 10, true, false),
            new Statement("commit", 5, 1, false, false));
  }

  @Test
  void split_nothing_givesNothing() {
    assertThat(SqlScript.split("")).isEmpty();
    assertThat(SqlScript.split(" ;\n; -- x\n/* y */")).isEmpty();
  }

  @Test
  void split_unfinishedStringOrComment_isOpen() {
    assertThat(SqlScript.split("SELECT 'a;\nb"))
        .containsExactly(new Statement("SELECT 'a;\nb", 1, 1, false, true));
    assertThat(SqlScript.split("SELECT \"a;"))
        .containsExactly(new Statement("SELECT \"a;", 1, 1, false, true));
    assertThat(SqlScript.split("SELECT 1 /* a;"))
        .containsExactly(new Statement("SELECT 1 /* a;", 1, 1, false, true));
  }

  @Test
  void split_eachPart_parsesAsItDoesInTheWhole() {
    String script =
        "CREATE TABLE t (a INT); -- c\nINSERT INTO t VALUES (1), (2);\nSELECT ';' FROM t";
    assertThat(
            SqlScript.split(script).stream()
                .map(statement -> VectraSqlParser.parse(statement.text()).toString()))
        .containsExactlyElementsOf(
            VectraSqlParser.parseScript(script).stream().map(Object::toString).toList());
  }
}
