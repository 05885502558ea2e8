package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiftedLiteralsTest {
  private static Database database;

  @BeforeAll
  static void open() {
    database = Vectra.openInMemory("lifted-literals-test", OpenOptions.defaults());
    try (Session session = Sessions.open(database)) {
      session
          .prepare(
              "CREATE TABLE t (id BIGINT PRIMARY KEY, a INTEGER, s SMALLINT, b VARCHAR, p DECIMAL(9,2),"
                  + " d DATE, e VECTOR(2), f VECTOR(2))")
          .execute(new Object[0], ExecutionControl.unlimited());
    }
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static String lifted(String sql) {
    LiteralText text = LiteralText.of(sql);
    if (text == null) {
      return sql;
    }
    SqlNode statement = VectraSqlParser.parse(sql);
    boolean[] lifted = LiftedLiterals.of(statement, text, new Names(database.catalog(), "PUBLIC"));
    if (lifted.length == 0) {
      return sql;
    }
    SqlNode parsed = VectraSqlParser.parse(text.with(lifted));
    assertThat(LiftedParameters.in(statement, text, lifted).toString())
        .isEqualTo(parsed.toString());
    assertThat(
            LiftedParameters.in(VectraSqlParser.parse(sql), text, lifted)
                .equalsDeep(parsed, Litmus.IGNORE))
        .isTrue();
    return text.with(lifted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT b FROM t WHERE id = 5 | SELECT b FROM t WHERE id = ?",
        "SELECT b FROM t WHERE 5000000000 >= id | SELECT b FROM t WHERE ? >= id",
        "SELECT 1 FROM t AS x WHERE x.a <> 5 AND NOT (b = 'it''s') | "
            + "SELECT 1 FROM t AS x WHERE x.a <> ? AND NOT (b = ?)",
        "SELECT b FROM t WHERE a BETWEEN 1 AND 2 OR b IN ('x', 'y') | "
            + "SELECT b FROM t WHERE a BETWEEN ? AND ? OR b IN (?, ?)",
        "SELECT b FROM t ORDER BY 1 LIMIT 10 OFFSET 20 | "
            + "SELECT b FROM t ORDER BY 1 LIMIT ? OFFSET ?",
        "SELECT id FROM t ORDER BY e <=> '[1,2]' LIMIT 3 | SELECT id FROM t ORDER BY e <=> ? LIMIT ?",
        "SELECT id, VECTOR_DISTANCE('[1,2]', e, DOT) AS x FROM t ORDER BY x | "
            + "SELECT id, VECTOR_DISTANCE(?, e, DOT) AS x FROM t ORDER BY x",
        "SELECT id FROM t WHERE l2_distance(e, '[1,2]') < 0.5 | "
            + "SELECT id FROM t WHERE l2_distance(e, ?) < ?",
        "UPDATE t SET a = 5 WHERE id = 7 | UPDATE t SET a = 5 WHERE id = ?",
        "DELETE FROM t WHERE b > 'x' AND a = ? | DELETE FROM t WHERE b > ? AND a = ?",
        "SELECT ?, 7 FROM t WHERE a = 5 AND (id = ? OR id = 6) LIMIT ? | "
            + "SELECT ?, 7 FROM t WHERE a = ? AND (id = ? OR id = ?) LIMIT ?",
      })
  void literal_ofItsColumnsType_isLifted(String sql, String expected) {
    assertThat(lifted(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT b FROM t WHERE id = -5",
        "SELECT b FROM t WHERE id = 5.0",
        "SELECT b FROM t WHERE id = '5'",
        "SELECT b FROM t WHERE a = 5000000000",
        "SELECT b FROM t WHERE s = 1",
        "SELECT b FROM t WHERE p = 1.5 OR p = 1",
        "SELECT b FROM t WHERE b = 5",
        "SELECT b FROM t WHERE d = '2024-01-01' OR d = DATE '2024-01-01'",
        "SELECT b FROM t WHERE a + 1 = 2",
        "SELECT b FROM t WHERE b LIKE 'x%'",
        "SELECT b FROM t WHERE b = E'x' AND id = 1",
        "SELECT b FROM t WHERE b = X'00' AND id = 1",
        "SELECT 1 FROM t WHERE (SELECT MAX(a) FROM t) = 5",
        "SELECT t.b FROM t JOIN t AS u ON t.id = u.id WHERE t.id = 5",
        "SELECT b FROM t AS x (id2, a2, s2, b, p2, d2, e2, f2) WHERE id2 = 1",
        "SELECT e <-> '[1,2]' FROM t ORDER BY e <-> '[1,2]'",
        "SELECT b FROM \"T\" WHERE \"id\" = 5",
        "SELECT a = 5, 'x' FROM t GROUP BY a HAVING a = 3",
        "INSERT INTO t (id, a) VALUES (1, 2)",
        "SELECT 1 UNION SELECT a FROM t WHERE a = 1",
      })
  void literal_elsewhere_stays(String sql) {
    assertThat(lifted(sql)).isEqualTo(sql);
  }

  @Test
  void literal_afterComments_isLiftedAndTheyAreNot() {
    assertThat(lifted("SELECT /* 1 */ b FROM t -- 'x\n WHERE id = 5"))
        .isEqualTo("SELECT /* 1 */ b FROM t -- 'x\n WHERE id = ?");
  }

  @Test
  void literal_afterALineThatACarriageReturnEnds_stays() {
    String sql = "SELECT 7 FROM t WHERE\ra   = 5";
    assertThat(lifted(sql)).isEqualTo(sql);
    assertThat(lifted(sql.replace("\r", "\r\n"))).endsWith("\r\na   = ?");
  }

  @Test
  void literals_beyondTheLimit_stay() {
    String few = "SELECT b FROM t WHERE a IN (" + "1, ".repeat(31) + "2)";
    String many = "SELECT b FROM t WHERE a IN (" + "1, ".repeat(32) + "2)";
    assertThat(lifted(few)).isEqualTo(few.replace("1", "?").replace("2", "?"));
    assertThat(lifted(many)).isEqualTo(many);
  }

  @Test
  void conditions_inThousandsOfOthers_doNotOverflow() {
    String sql = "SELECT b FROM t WHERE a = 1" + " OR a = 2".repeat(3_000);
    assertThat(lifted(sql)).isEqualTo(sql);
  }

  @Test
  void skeleton_otherValues_isTheSame() {
    assertThat(skeleton("SELECT 1, 'a''b', .5 FROM t WHERE id = 7"))
        .isEqualTo(skeleton("SELECT 22, '', 1e9 FROM t WHERE id = 1234567890"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 5000000000",
        "SELECT 1.5",
        "SELECT '1'",
        "SELECT  1",
        "SELECT a",
        "SELECT \"1\" , 1",
        "SELECT ?",
      })
  void skeleton_otherText_isAnother(String sql) {
    assertThat(skeleton(sql)).isNotEqualTo(skeleton("SELECT 1"));
  }

  private static String skeleton(String sql) {
    LiteralText text = LiteralText.of(sql);
    return text == null ? sql : text.skeleton();
  }
}
