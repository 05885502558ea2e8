package io.vectra.calcite.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to write a distance, wherever an expression may stand, gives the same rows. */
class VectorSqlTest {
  @TempDir Path directory;
  private Database database;
  private Session session;

  @BeforeEach
  void open() {
    database = Vectra.openInMemory(directory.toString(), OpenOptions.defaults());
    session = Sessions.open(database);
    rows("CREATE TABLE docs (id INT PRIMARY KEY, kind VARCHAR, e VECTOR(2))");
    rows("CREATE VECTOR INDEX docs_e ON docs (e) WITH (metric = 'euclidean')");
    rows(
        "INSERT INTO docs (id, kind, e) VALUES (1, 'a', '[1,0]'), (2, 'b', '[0,2]'),"
            + " (3, 'a', '[3,3]'), (4, 'b', '[-1,0]'), (5, 'a', NULL)");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "e <=> ? ~ [1, 3, 2, 4]",
        "e <=> '[1,0]' ~ [1, 3, 2, 4]",
        "e <=> VECTOR('[1,0]') ~ [1, 3, 2, 4]",
        "e <=> ARRAY[1, 0] ~ [1, 3, 2, 4]",
        "e <=> ARRAY[1.0, -0.5e-10] ~ [1, 3, 2, 4]",
        "e <=> (SELECT e FROM docs WHERE id = 1) ~ [1, 3, 2, 4]",
        "? <=> e ~ [1, 3, 2, 4]",
        "COSINE_DISTANCE(e, ?) ~ [1, 3, 2, 4]",
        "VECTOR_DISTANCE(e, ?, COSINE) ~ [1, 3, 2, 4]",
        "vector_distance(e, ?, cosine) ~ [1, 3, 2, 4]",
        "VECTOR_DISTANCE(e, ?, 'Cosine') ~ [1, 3, 2, 4]",
        "-COSINE_SIMILARITY(e, ?) ~ [1, 3, 2, 4]",
        "e <-> ? ~ [1, 4, 2, 3]",
        "VECTOR_DISTANCE(e, ?, L2) ~ [1, 4, 2, 3]",
        "VECTOR_DISTANCE(e, ?) ~ [1, 4, 2, 3]",
        "VECTOR_DISTANCE(e, ?, EUCLIDEAN_SQUARED) ~ [1, 4, 2, 3]",
        "L2_DISTANCE(e, ?) ~ [1, 4, 2, 3]",
        "L1_DISTANCE(e, ?) ~ [1, 4, 2, 3]",
        "VECTOR_DISTANCE(e, ?, MANHATTAN) ~ [1, 4, 2, 3]",
        "e <#> ? ~ [3, 1, 2, 4]",
        "-INNER_PRODUCT(e, ?) ~ [3, 1, 2, 4]",
        "NEGATIVE_INNER_PRODUCT(e, ?) ~ [3, 1, 2, 4]",
        "VECTOR_DISTANCE(e, ?, DOT) ~ [3, 1, 2, 4]",
        "VECTOR_NORM(e) * 10 + id ~ [1, 4, 2, 3]",
      })
  void orderBy_everyFormOfADistance_ordersTheSame(String distance, String ids) {
    // Manhattan distances to [1,0]: 0, 3, 5, 2.
    Object[] values = distance.contains("?") ? new Object[] {new float[] {1, 0}} : new Object[0];
    assertThat(rows("SELECT id FROM docs ORDER BY " + distance + " LIMIT 4", values).toString())
        .isEqualTo(ids);
    assertThat(
            rows(
                    "SELECT id FROM (SELECT id, "
                        + distance
                        + " AS d FROM docs) WHERE d IS NOT NULL"
                        + " ORDER BY d",
                    values)
                .toString())
        .isEqualTo(ids);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT id, e <-> '[1,0]' FROM docs WHERE id < 3 ORDER BY id ~ [[1, 0.0], [2,"
            + " 2.23606797749979]]",
        "SELECT COUNT(*) FROM docs WHERE e <-> '[1,0]' < 2.1 ~ [2]",
        "SELECT COUNT(*) FROM docs WHERE (e <-> '[1,0]') + 1 < 3.1 AND kind = 'a' ~ [1]",
        "SELECT kind, MIN(e <-> '[1,0]') FROM docs GROUP BY kind ORDER BY kind ~ [[a, 0.0], [b, 2.0]]",
        "SELECT kind FROM docs GROUP BY kind HAVING MAX(e <-> '[1,0]') > 3 ~ [a]",
        "SELECT CASE WHEN e <-> '[1,0]' = 0 THEN 'same' ELSE 'other' END FROM docs WHERE id = 1 ~ [same]",
        "SELECT a.id, b.id FROM docs a JOIN docs b ON a.e <-> b.e > 4.3 AND a.id < b.id ~ [[3, 4]]",
        "WITH q AS (SELECT e FROM docs WHERE id = 1) SELECT d.id FROM docs d, q ORDER BY d.e <-> q.e"
            + " LIMIT 2 ~ [1, 4]",
        "SELECT id FROM docs WHERE e <-> '[1,0]' = 0 UNION ALL SELECT id FROM docs WHERE e <->"
            + " '[0,2]' = 0 ~ [1, 2]",
        "SELECT id FROM docs WHERE id IN (SELECT id FROM docs WHERE e <-> '[1,0]' < 1) ~ [1]",
        "SELECT id, DISTANCE FROM TABLE(KNN('DOCS', 'E', '[1,0]', 2)) ~ [[1, 0.0], [4, 2.0]]",
        "SELECT id FROM KNN('docs', 'e', '[1,0]', 9) AS n ORDER BY DISTANCE DESC ~ [3, 2, 4, 1]",
        "SELECT n.id FROM TABLE(KNN('DOCS', 'E', (SELECT e FROM docs WHERE id = 2), 1)) AS n ~ [2]",
        "SELECT n.id, a.kind FROM TABLE(KNN('DOCS', 'E', '[1,0]', 2)) AS n JOIN docs a ON a.id = n.id"
            + " ORDER BY n.id ~ [[1, a], [4, b]]",
        "SELECT kind, COUNT(*) FROM TABLE(KNN('DOCS', 'E', '[1,0]', 3)) GROUP BY kind ORDER BY kind ~"
            + " [[a, 1], [b, 2]]",
        "SELECT VECTOR_DIMS(e) FROM docs WHERE id = 1 ~ [2]",
        "SELECT VECTOR_NORM(e) FROM docs WHERE id = 2 ~ [2.0]",
        "SELECT VECTOR_DIMS('[1,2,3]') FROM docs WHERE id = 2 ~ [3]",
      })
  void select_distanceAnywhere_isComputed(String sql, String expected) {
    assertThat(rows(sql).toString()).isEqualTo(expected);
  }

  @Test
  void change_byADistance_changesTheRightRows() {
    rows("UPDATE docs SET kind = 'near' WHERE e <-> ? < 0.5", new float[] {1, 0});
    rows("UPDATE docs SET e = '[9,9]', kind = 'moved' WHERE VECTOR_DISTANCE(e, '[0,2]', L2) = 0");
    rows("DELETE FROM docs WHERE e <=> ? > 1.5", new float[] {1, 0});
    assertThat(rows("SELECT id, kind FROM docs ORDER BY id").toString())
        .isEqualTo("[[1, near], [2, moved], [3, a], [5, a]]");
    assertThat(rows("SELECT id FROM docs ORDER BY e <-> '[9,9]' LIMIT 1").toString())
        .isEqualTo("[2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT id FROM docs ORDER BY e <-> '[1,2,3]' LIMIT 1 ~ INVALID_VECTOR",
        "SELECT id FROM docs ORDER BY e <-> '[1,x]' LIMIT 1 ~ INVALID_VECTOR",
        "SELECT VECTOR_DISTANCE(e, '[1,2]', HAMMING) FROM docs ~ UNDEFINED_OBJECT",
        "SELECT VECTOR_DISTANCE(e, '[1,2]', ?) FROM docs ~ INVALID_PARAMETER",
        "SELECT VECTOR_DISTANCE(e) FROM docs ~ UNDEFINED_FUNCTION",
        "SELECT * FROM TABLE(KNN('NOPE', 'E', '[1,2]', 1)) ~ UNDEFINED_TABLE",
        "SELECT * FROM TABLE(KNN('DOCS', 'NOPE', '[1,2]', 1)) ~ UNDEFINED_COLUMN",
        "SELECT * FROM TABLE(KNN('DOCS', 'KIND', '[1,2]', 1)) ~ DATATYPE_MISMATCH",
        "SELECT * FROM TABLE(KNN('DOCS', 'E', '[1,2]', -1)) ~ INVALID_PARAMETER",
        "SELECT * FROM TABLE(KNN('DOCS', 'E')) ~ UNDEFINED_FUNCTION",
        "SELECT NOSUCH(e) FROM docs ~ UNDEFINED_FUNCTION",
        "SELECT nope <-> '[1,2]' FROM docs ~ UNDEFINED_COLUMN",
        "SELECT id <-> '[1,2]' FROM docs ~ DATATYPE_MISMATCH",
        "CREATE TABLE t (id INT PRIMARY KEY, u TIME WITH TIME ZONE) ~ FEATURE_NOT_SUPPORTED",
      })
  void run_whatCannotBe_isRefusedWithItsCode(String sql, ErrorCode code) {
    VectraException e = catchThrowableOfType(VectraException.class, () -> rows(sql));
    assertThat(e).as(sql).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
  }

  private List<Object> rows(String sql, @Nullable Object... values) {
    SqlResult result = session.prepare(sql).execute(values, ExecutionControl.unlimited());
    List<Object> rows = new ArrayList<>();
    if (result instanceof SqlResult.Rows query) {
      int columns = query.columns().size();
      try (ResultCursor cursor = query.cursor()) {
        while (cursor.next()) {
          List<@Nullable Object> row = new ArrayList<>();
          for (int i = 0; i < columns; i++) {
            row.add(cursor.value(i));
          }
          rows.add(columns == 1 ? String.valueOf(row.get(0)) : row);
        }
      }
    }
    return rows;
  }
}
