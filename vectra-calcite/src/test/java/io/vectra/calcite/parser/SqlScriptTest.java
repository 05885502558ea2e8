package io.vectra.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.parser.SqlScript.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a script is cut, and on which line each statement stands. */
class SqlScriptTest {

  @Test
  void split_statementsOnLines_textAndLineOfEach() {
    assertThat(SqlScript.split("select 1;\n\n  select\n 2 ;;select 3"))
        .containsExactly(
            new Statement("select 1", 1),
            new Statement("select\n 2", 3),
            new Statement("select 3", 4));
  }

  @Test
  void split_semicolonInQuotesAndComments_doesNotCut() {
    String sql = "select 'a;''b;', \"c;\"\"d\" /* ; ' */ from t -- it's; here\n where a = 1";
    assertThat(SqlScript.split(sql + ";commit"))
        .containsExactly(new Statement(sql, 1), new Statement("commit", 2));
  }

  @Test
  void split_commentBeforeStatement_isLeftOutAndCounted() {
    assertThat(SqlScript.split("-- first; line\r\n/* two\r\nlines */ begin; // rest\r\ncommit"))
        .containsExactly(new Statement("begin", 3), new Statement("commit", 4));
  }

  @Test
  void split_stringNeverEnds_runsToTheEnd() {
    assertThat(SqlScript.split("select 'a; commit;\n"))
        .containsExactly(new Statement("select 'a; commit;", 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", ";;", "-- nothing", "/* nothing; */ ;", "/* never ends"})
  void split_noTokens_noStatement(String script) {
    assertThat(SqlScript.split(script)).isEqualTo(List.of());
  }
}
