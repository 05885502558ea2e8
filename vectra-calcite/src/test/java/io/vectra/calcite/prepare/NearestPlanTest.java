package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every form of a search for near rows: its plan, and its rows beside those of the same statement
 * with {@code exact}, and of one that Calcite has to compute and sort itself.
 */
class NearestPlanTest {
  private static final float[] X = {1, 0, 0};

  private static int shapes;
  private static Database database;
  private static Session session;

  @BeforeAll
  static void open() {
    database = Vectra.openInMemory("nearest-plan-test", OpenOptions.defaults());
    session = Sessions.open(database);
    run("CREATE TABLE docs (id INTEGER PRIMARY KEY, kind VARCHAR, e VECTOR(3))");
    run("CREATE VECTOR INDEX docs_nn ON docs (e) WITH (metric = 'cosine')");
    run("CREATE TABLE asked (id INTEGER PRIMARY KEY, kind VARCHAR, q VECTOR(3))");
    for (int i = 0; i < 60; i++) {
      String vector = i % 20 == 0 ? "NULL" : "'[" + i % 7 + "," + i % 5 + "," + (i + 1) + "]'";
      run("INSERT INTO docs VALUES (" + i + ", 'k" + i % 3 + "', " + vector + ")");
    }
    run("INSERT INTO docs VALUES (100, 'k0', '[0,0,0]')");
    run("INSERT INTO asked VALUES (1, 'k1', '[1,0,0]'), (2, 'k2', '[1,2,3]'), (3, 'k0', NULL)");
  }

  @AfterAll
  static void close() {
    System.out.println("Shapes whose plan and rows are as they should be: " + shapes);
    session.close();
    database.close();
  }

  /** Statements whose search has to be one scan; {@code ?} is always the vector X. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, COSINE) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, COSINE) ASC NULLS FIRST LIMIT 6",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(?, e, 'COSINE') LIMIT 4 OFFSET 3",
        "SELECT id FROM docs ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs ORDER BY e <-> ? LIMIT 4",
        "SELECT id FROM docs ORDER BY e <#> ? LIMIT 4",
        "SELECT id, e <=> ? AS d FROM docs ORDER BY d FETCH FIRST 4 ROWS ONLY",
        "SELECT id, e <=> ? AS d FROM docs ORDER BY 2 OFFSET 2 ROWS FETCH NEXT 3 ROWS ONLY",
        "SELECT id, e <=> ? AS d FROM docs ORDER BY d, id LIMIT 9",
        "SELECT id FROM docs ORDER BY 1 - (e <=> ?) DESC LIMIT 6",
        "SELECT id FROM docs ORDER BY 1 - (e <=> ?) DESC NULLS LAST LIMIT 6",
        "SELECT id, COSINE_SIMILARITY(e, ?) AS s FROM docs ORDER BY s DESC NULLS LAST LIMIT 6",
        "SELECT id FROM docs ORDER BY INNER_PRODUCT(e, ?) DESC NULLS LAST LIMIT 6",
        "SELECT id FROM docs ORDER BY -(e <-> ?) DESC NULLS LAST LIMIT 6",
        "SELECT id FROM docs ORDER BY (2 - (e <=> ?)) / 2 DESC NULLS LAST LIMIT 6",
        "SELECT id FROM docs ORDER BY (e <=> ?) * 100 + 1 LIMIT 6",
        "SELECT id FROM docs ORDER BY (e <=> ?) / -2 DESC NULLS LAST LIMIT 6",
        "SELECT id FROM docs WHERE kind = 'k1' ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE kind IN ('k1', 'k2') AND id > 5 ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE id IN (1, 2, 20, 100, 7) ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE e <=> ? < 0.8 ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE 1 - (e <=> ?) > 0.5 ORDER BY e <=> ? LIMIT 5",
        "SELECT id FROM docs WHERE COSINE_SIMILARITY(e, ?) >= 0.1 AND kind = 'k1'"
            + " ORDER BY COSINE_SIMILARITY(e, ?) DESC LIMIT 5",
        "SELECT * FROM (SELECT id, e <=> ? AS d FROM docs) WHERE d < 0.9 ORDER BY d LIMIT 5",
        "WITH near AS (SELECT id, e <=> ? AS d FROM docs) SELECT id FROM near ORDER BY d LIMIT 5",
        "SELECT id FROM docs ORDER BY e <=> (SELECT q FROM asked WHERE id = 1) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, L2) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, EUCLIDEAN_SQUARED) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, DOT) LIMIT 4",
        "SELECT id FROM docs ORDER BY VECTOR_DISTANCE(e, ?, MANHATTAN) LIMIT 4",
        "SELECT id FROM docs ORDER BY COSINE_DISTANCE(e, ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY L2_DISTANCE(e, ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY L1_DISTANCE(e, ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY NEGATIVE_INNER_PRODUCT(e, ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY e <=> '[1,2,3]' LIMIT 4",
        "SELECT id FROM docs ORDER BY e <=> VECTOR('[1,2,3]') LIMIT 4",
        "SELECT id FROM docs ORDER BY e <=> ARRAY[1,2,3] LIMIT 4",
        "SELECT * FROM docs WHERE kind LIKE 'k%' AND id BETWEEN 5 AND 50 ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE kind IS NULL OR id < 9 ORDER BY e <=> ? LIMIT 4",
        "SELECT id FROM docs WHERE e IS NOT NULL ORDER BY e <=> ? LIMIT 60",
        "SELECT a.id, b.id FROM (SELECT id FROM docs ORDER BY e <=> ? LIMIT 2) a,"
            + " (SELECT id FROM docs ORDER BY e <-> ? LIMIT 2) b ORDER BY 1, 2",
        "SELECT id FROM (SELECT id FROM docs ORDER BY e <=> ? LIMIT 3) UNION ALL"
            + " SELECT id FROM (SELECT id FROM docs ORDER BY e <-> ? LIMIT 3) ORDER BY 1",
        "SELECT MAX(d) FROM (SELECT e <=> ? AS d FROM docs ORDER BY d LIMIT 5)",
        "SELECT id, distance FROM TABLE(KNN('DOCS', 'E', ?, 4))",
        "SELECT id FROM TABLE(KNN('docs', 'e', ?, 5)) WHERE kind = 'k1'",
        "SELECT d.id, a.id FROM TABLE(KNN('DOCS', 'E', ?, 4)) d JOIN asked a ON a.kind = d.kind"
            + " ORDER BY d.distance, a.id",
        "SELECT id, distance FROM TABLE(VECTOR_SEARCH('DOCS', 'E', ?, 4))",
        "SELECT id FROM TABLE(KNN(\"TABLE\" => 'DOCS', \"COLUMN\" => 'E', query => ?, k => 4))",
        "SELECT id FROM TABLE(VECTOR_SEARCH('DOCS', 'E', ?, top_k => 4, metric => 'EUCLIDEAN'))",
        "SELECT id FROM TABLE(KNN('DOCS', 'E', ?, 4, filter => 'kind = ''k1'' AND id > 5'))",
        "SELECT id FROM TABLE(KNN('DOCS', 'E', ?, 4, 'e <=> ''[0,0,1]'' < 0.5')) WHERE id > 3",
        "SELECT kind, COUNT(*) FROM (SELECT kind FROM docs ORDER BY e <=> ? LIMIT 10)"
            + " GROUP BY kind ORDER BY 1",
        "SELECT id FROM docs WHERE id IN (SELECT id FROM TABLE(KNN('DOCS', 'E', ?, 5))) ORDER BY 1"
      })
  void search_isOneScan_andFindsTheRowsOfAnExactOne(String sql) {
    String plan = plan(sql);
    assertThat(plan).contains("nearest=[");
    assertThat(plan).doesNotContain("EnumerableLimit");
    assertThat(plan.contains("Sort"))
        .as(plan)
        .isEqualTo(sql.matches(".* ORDER BY (1|1, 2|d\\.distance, a\\.id)$"));
    List<String> rows = rows(sql);
    assertThat(rows).as(plan).isNotEmpty();
    assertThat(rows).as(plan).containsExactlyElementsOf(rows(exact(sql)));
    assertThat(rows).as(plan).containsExactlyElementsOf(rows(unpushed(sql)));
    shapes++;
  }

  /** Conditions on a distance that go into the scan; no order, so rows are compared as sets. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "e <=> ? < 0.2",
        "e <=> ? <= 0.2",
        "0.2 >= e <=> ?",
        "e <-> ? > 30",
        "e <-> ? BETWEEN 10 AND 30",
        "NOT (e <-> ? < 30)",
        "1 - (e <=> ?) > 0.75",
        "(2 - (e <=> ?)) / 2 >= 0.9",
        "-(e <-> ?) < -30",
        "(e <-> ?) * 2 + 1 < 41",
        "e <-> ? < 20 OR kind = 'k1'",
        "e <-> ? < 40 AND kind = 'k1' AND id <> 7",
        "id IN (1, 2, 3, 44) AND e <-> ? < 40",
        "e <=> ? < -1",
        "e <=> ? < 5"
      })
  void condition_onADistance_isEvaluatedByTheScan(String condition) {
    String sql = "SELECT id FROM docs WHERE " + condition;
    assertThat(plan(sql)).startsWith("VectraTableScan").contains("filter=[");
    List<String> expected = rows(unpushed(sql));
    assertThat(rows(sql)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows(exact(sql))).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows("SELECT COUNT(*) FROM docs WHERE " + condition))
        .containsExactly("[" + expected.size() + "]");
    shapes++;
  }

  /** Searches that run for each row of another table. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a.id, n.id FROM asked a, LATERAL (SELECT docs.id FROM docs ORDER BY docs.e <=> a.q"
            + " LIMIT 3) n",
        "SELECT a.id, n.id, n.d FROM asked a CROSS JOIN LATERAL (SELECT docs.id, docs.e <=> a.q AS d"
            + " FROM docs WHERE docs.kind = a.kind ORDER BY d LIMIT 3) n WHERE n.d < 0.9",
        "SELECT a.id, n.id FROM asked a LEFT JOIN LATERAL (SELECT docs.id FROM docs WHERE"
            + " docs.kind = a.kind AND docs.e <=> a.q < 0.1 ORDER BY docs.e <=> a.q LIMIT 3) n ON TRUE",
        "SELECT n.kind, COUNT(*) FROM asked a, LATERAL (SELECT docs.kind FROM docs ORDER BY"
            + " docs.e <-> a.q LIMIT 7) n GROUP BY n.kind",
        "SELECT a.id, n.id, k.kind FROM asked a, LATERAL (SELECT docs.id FROM docs ORDER BY"
            + " docs.e <=> a.q LIMIT 2) n JOIN docs k ON k.id = n.id",
        "SELECT a.q, n.e FROM asked a, LATERAL (SELECT docs.e FROM docs ORDER BY docs.e <=> a.q"
            + " LIMIT 2 OFFSET 1) n",
        "SELECT a.id, (SELECT docs.id FROM docs ORDER BY docs.e <=> a.q LIMIT 1) FROM asked a",
        "SELECT a.id, n.id FROM asked a, LATERAL (SELECT docs.id FROM docs WHERE docs.id >"
            + " (SELECT MIN(id) + 4 FROM asked) ORDER BY docs.e <=> a.q LIMIT 2) n"
            + " WHERE a.id < (SELECT MAX(id) FROM asked)",
        "SELECT a.id, n.id FROM (SELECT id + 1 AS id, q FROM asked) a, LATERAL (SELECT docs.id FROM"
            + " docs ORDER BY docs.e <=> a.q LIMIT 2) n",
        "SELECT a.id, n.id FROM (SELECT q, id FROM asked) a, LATERAL (SELECT docs.id FROM docs ORDER"
            + " BY docs.e <=> a.q LIMIT 2) n"
      })
  void search_forEachRow_isOneScanEach(String sql) {
    String plan = plan(sql);
    assertThat(plan).contains("EnumerableLateral").contains("nearest=[");
    List<String> rows = rows(sql);
    assertThat(rows).as(plan).isNotEmpty();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(rows(exact(sql)));
    assertThat(rows)
        .as(plan)
        .containsExactlyInAnyOrderElementsOf(
            rows(
                sql.replace(
                    "FROM docs", "FROM (SELECT id, kind, COALESCE(e, NULL) AS e FROM docs) docs")));
    shapes++;
  }

  @Test
  void knn_forEachRow_isOneScanEach() {
    String sql =
        "SELECT a.id, n.id, n.distance FROM asked a, LATERAL TABLE(KNN('DOCS', 'E', a.q, 3)) n";
    assertThat(plan(sql)).contains("EnumerableLateral").contains("nearest=[");
    assertThat(rows(sql))
        .containsExactlyInAnyOrderElementsOf(
            rows(
                "SELECT a.id, n.id, n.d FROM asked a, LATERAL (SELECT docs.id, docs.e <=> a.q AS d"
                    + " FROM docs WHERE docs.e <=> a.q IS NOT NULL ORDER BY d LIMIT 3) n"));
  }

  @Test
  void filterOfKnn_restrictsTheSearchItself() {
    String inside = "SELECT id FROM TABLE(KNN('DOCS', 'E', ?, 4, filter => 'kind = ''k1'''))";
    String ordered = "SELECT id FROM docs WHERE kind = 'k1' ORDER BY e <=> ? LIMIT 4";
    assertThat(rows(inside)).hasSize(4).isEqualTo(rows(ordered));
    assertThat(plan(inside)).contains("filter=[=(KIND, _UTF-8'k1')]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, filter => 'kind ='))|SYNTAX_ERROR",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, filter => 'id = ?'))"
            + "|FEATURE_NOT_SUPPORTED",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, filter => 'nothing = 1'))"
            + "|UNDEFINED_COLUMN",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, filter => 5))|INVALID_PARAMETER",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, radius => 5))|FEATURE_NOT_SUPPORTED",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]', 4, metric => 'NEARLY'))|UNDEFINED_OBJECT",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,0,0]'))|UNDEFINED_FUNCTION"
      })
  void wrongKnn_isRefusedWithItsCode(String sql, ErrorCode code) {
    assertThatThrownBy(() -> read(sql, new Object[0]))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }

  @Test
  void knn_onAColumnWithIndexesOfTwoMetrics_hasToSayWhich() {
    run("CREATE VECTOR INDEX asked_l2 ON asked (q) WITH (metric = 'l2')");
    run("CREATE VECTOR INDEX asked_cosine ON asked (q) WITH (metric = 'cosine')");
    String sql = "SELECT id FROM TABLE(KNN('ASKED', 'Q', ?, 1";
    assertThatThrownBy(() -> rows(sql + "))"))
        .isInstanceOfSatisfying(
            VectraException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    assertThat(rows(sql + ", metric => 'l2'))")).containsExactly("[1]");
    run("DROP INDEX asked_l2");
    run("DROP INDEX asked_cosine");
  }

  @Test
  void thresholdOfAnotherVector_filtersBeforeTheLimit() {
    String sql = "SELECT id FROM docs WHERE e <=> '[0,0,1]' < 0.02 ORDER BY e <=> ? LIMIT 5";
    assertThat(plan(sql)).contains("nearest=[").contains("filter=[");
    assertThat(rows(sql)).hasSize(5).isEqualTo(rows(unpushed(sql)));
  }

  @Test
  void firstRowsByKey_withinADistance_areFoundByTheDistance() {
    String sql = "SELECT id FROM docs WHERE e <-> ? < 30 ORDER BY id LIMIT 5";
    assertThat(plan(sql)).contains("filter=[").doesNotContain("order=[");
    assertThat(rows(sql)).hasSize(5).isEqualTo(rows(unpushed(sql)));
  }

  @Test
  void changeOfRows_withinADistance_reachesEveryOne() {
    run("CREATE TABLE changed (id INTEGER PRIMARY KEY, e VECTOR(3))");
    run("CREATE VECTOR INDEX changed_nn ON changed (e) WITH (metric = 'euclidean')");
    run("INSERT INTO changed SELECT id, e FROM docs");
    int all = rows("SELECT id FROM docs WHERE e <-> ? < 30").size();
    SqlResult.Count deleted =
        (SqlResult.Count)
            session
                .prepare("DELETE FROM changed WHERE e <-> ? < 30")
                .execute(new Object[] {X}, ExecutionControl.unlimited());
    assertThat(deleted.rows()).isEqualTo(all);
    run("DROP TABLE changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM docs ORDER BY e <=> ? DESC LIMIT 4",
        "SELECT id FROM docs ORDER BY 1 - (e <=> ?) LIMIT 4",
        "SELECT id FROM docs ORDER BY e <=> ?",
        "SELECT id FROM docs ORDER BY e <=> ?, kind LIMIT 4",
        "SELECT id FROM docs ORDER BY 1 - (e <=> ?) DESC, id LIMIT 4",
        "SELECT id FROM docs ORDER BY (e <=> ?) * 0, id LIMIT 4",
        "SELECT id FROM docs ORDER BY ABS(e <#> ?), id LIMIT 4"
      })
  void otherOrder_isComputedExactly(String sql) {
    assertThat(plan(sql)).doesNotContain("nearest=[");
    assertThat(rows(sql)).isEqualTo(rows(unpushed(sql)));
    shapes++;
  }

  /** The statement with every distance exact. */
  private static String exact(String sql) {
    int select = sql.indexOf("SELECT") + "SELECT".length();
    return sql.startsWith("WITH")
        ? sql
        : sql.substring(0, select) + " /*+ exact */" + sql.substring(select);
  }

  /** The statement with distances that no scan takes: what is added changes nothing. */
  private static String unpushed(String sql) {
    String searched =
        sql.replaceFirst(
            "TABLE\\((KNN|VECTOR_SEARCH)\\('DOCS', 'E', \\?, 4\\)\\)",
            "(SELECT id, kind, e <=> ? AS distance FROM docs WHERE e <=> ? IS NOT NULL"
                + " ORDER BY distance LIMIT 4)");
    return searched.replace(
        "FROM docs", "FROM (SELECT id, kind, COALESCE(e, NULL) AS e FROM docs) AS docs");
  }

  private static void run(String sql) {
    session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
  }

  private static String plan(String sql) {
    return String.join("\n", read("EXPLAIN " + sql, new Object[0]));
  }

  private static List<String> rows(String sql) {
    Object[] values = new Object[(int) sql.chars().filter(c -> c == '?').count()];
    Arrays.fill(values, X);
    return read(sql, values);
  }

  private static List<String> read(String sql, Object[] values) {
    SqlResult.Rows result =
        (SqlResult.Rows) session.prepare(sql).execute(values, ExecutionControl.unlimited());
    List<String> rows = new ArrayList<>();
    try (ResultCursor cursor = result.cursor()) {
      while (cursor.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < result.columns().size(); i++) {
          Object value = cursor.value(i);
          row.add(value instanceof float[] vector ? Arrays.toString(vector) : value);
        }
        rows.add(sql.startsWith("EXPLAIN") ? String.valueOf(row.get(0)) : row.toString());
      }
    }
    return rows;
  }
}
