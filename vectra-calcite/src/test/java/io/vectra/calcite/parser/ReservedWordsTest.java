package io.vectra.calcite.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.apache.calcite.sql.SqlKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that people name columns by need no quotes, and still mean what they mean in SQL. */
class ReservedWordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "day",
        "month",
        "year",
        "hour",
        "minute",
        "second",
        "value",
        "blob",
        "clob",
        "text",
        "vector",
        "index",
        "type",
        "name",
        "key",
        "language",
        "position",
        "count",
        "rank",
        "result",
        "data",
        "metric",
        "version",
        "status",
        "label",
        "state",
        "level",
        "length",
        "size",
        "source",
        "path",
        "content",
        "embedding",
        "distance",
        "score",
        "string",
        "datetime",
        "method",
        "condition",
        "parameter",
        "percent",
        "range",
        "search",
        "start",
        "trigger",
        "title",
        "id",
        "json",
        "comment",
        "number",
        "element",
        "match",
        "module",
        "system",
        "checkpoint",
        "analyze",
        "if",
        "date_added",
        "description",
        "category",
        "scroll",
        "filter",
        "static",
        "release",
        "each",
        "domain",
        "role",
        "session",
        "schema",
        "view",
        "work",
        "zone",
        "allow",
        "avg",
        "bit",
        "close",
        "connect",
        "cycle",
        "declare",
        "define",
        "dynamic",
        "empty",
        "execute",
        "external",
        "free",
        "function",
        "get",
        "global",
        "groups",
        "identity",
        "import",
        "initial",
        "lag",
        "large",
        "lead",
        "local",
        "matches",
        "max",
        "min",
        "none",
        "old",
        "omit",
        "one",
        "open",
        "out",
        "pattern",
        "per",
        "portion",
        "power",
        "prepare",
        "procedure",
        "read",
        "ref",
        "reset",
        "return",
        "returns",
        "running",
        "scope",
        "show",
        "sql",
        "subset",
        "sum",
        "translation",
        "monday",
        "sunday",
      })
  void parse_wordAsColumn_needsNoQuotes(String word) {
    assertThatCode(
            () ->
                VectraSqlParser.parseScript(
                    "CREATE TABLE t (x INT, @ INT NOT NULL, y INT, PRIMARY KEY (@));"
                            .replace("@", word)
                        + "CREATE TABLE t (@ VECTOR(3));".replace("@", word)
                        + "CREATE VECTOR INDEX i ON t (@);".replace("@", word)
                        + ("SELECT @, t.@, @ AS x, 1 AS @, @ + 1, max(@) FROM t WHERE @ = 1 AND @ IN"
                                + " (1) AND @ IS NULL AND t.@ LIKE 'x' GROUP BY @ HAVING @ > 1 ORDER"
                                + " BY @ DESC, t.@ LIMIT 1;")
                            .replace("@", word)
                        + "INSERT INTO t (x, @) VALUES (1, ?);".replace("@", word)
                        + "UPDATE t SET @ = @ + 1 WHERE @ > 1;".replace("@", word)
                        + "SELECT a.@ FROM t AS a JOIN u ON a.@ = u.@;".replace("@", word)
                        + "SELECT vector_distance(@, ?, cosine), @ <=> ? FROM t"
                            .replace("@", word)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXTRACT(DAY FROM a)",
        "YEAR(a)",
        "MONTH(a)",
        "a + INTERVAL '1' DAY",
        "INTERVAL '1-2' YEAR TO MONTH",
        "FLOOR(a TO HOUR)",
        "TIMESTAMPADD(MINUTE, 1, a)",
        "POSITION('a' IN b)",
        "COUNT(*)",
        "COUNT(DISTINCT a)",
        "RANK() OVER (ORDER BY a)",
        "SUM(a) OVER (ORDER BY b RANGE UNBOUNDED PRECEDING)",
        "JSON_OBJECT(KEY 'a' VALUE 1)",
        "JSON_VALUE(a, '$.b')",
        "CAST(a AS BLOB)",
        "CAST(a AS DATETIME)",
        "USER",
        "COUNT(*) FILTER (WHERE a > 1)",
        "COUNT(*) FILTER (WHERE a > 1) OVER (ORDER BY b)",
        "{fn dayofmonth(a)}",
        "CASE WHEN a THEN 1 END",
        "AVG(DISTINCT a)",
        "MAX(a) + MIN(a)",
        "SUM(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)",
        "POWER(a, 2)",
        "LAG(a, 1) OVER (ORDER BY b)",
        "LEAD(a) IGNORE NULLS OVER (ORDER BY b)",
        "FLOOR(a TO WEEK)",
        "a IS NOT NULL",
        "ELEMENT(MULTISET[1])",
      })
  void parse_wordInItsOwnMeaning_isUnchanged(String expression) {
    assertThat(VectraSqlParser.parse("SELECT " + expression + " FROM t").getKind())
        .isEqualTo(SqlKind.SELECT);
  }

  @Test
  void parse_wordWithSpecialMeaning_keepsItsKind() {
    assertThat(VectraSqlParser.parseExpression("EXTRACT(DAY FROM a)").getKind())
        .isEqualTo(SqlKind.EXTRACT);
    assertThat(VectraSqlParser.parseExpression("POSITION('a' IN b)").getKind())
        .isEqualTo(SqlKind.POSITION);
  }

  @Test
  void parse_unquotedAndQuotedNames_areFoldedAndKept() {
    SqlCreateVectraTable table =
        (SqlCreateVectraTable) VectraSqlParser.parse("CREATE TABLE Docs (Id INT, \"Title\" TEXT)");
    assertThat(table.name().names).containsExactly("DOCS");
    assertThat(table.columns())
        .extracting(SqlColumnDefinition::name)
        .containsExactly("ID", "Title");
  }
}
