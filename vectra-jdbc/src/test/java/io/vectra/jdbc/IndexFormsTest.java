package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.VectorIndex;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CREATE INDEX as users of pgvector write it, and without a name. */
class IndexFormsTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:index-forms-test");
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VECTOR(3))");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void classOfOperators_isTheMetric() throws SQLException {
    execute("CREATE INDEX cosine ON t USING hnsw (v vector_cosine_ops) WITH (m = 8)");
    execute("CREATE INDEX l2 ON t USING hnsw (v vector_l2_ops)");
    execute("CREATE VECTOR INDEX dot ON t (v vector_ip_ops)");
    assertThat(indexes()).containsExactly("COSINE COSINE 8", "L2 EUCLIDEAN 16", "DOT DOT 16");
  }

  @Test
  void indexWithoutAName_getsOneThatIsFree() throws SQLException {
    execute("CREATE INDEX ON t USING hnsw (v vector_l2_ops)");
    execute("CREATE VECTOR INDEX ON t (v)");
    assertThat(indexes()).containsExactly("T_V_IDX EUCLIDEAN 16", "T_V_IDX1 COSINE 16");
    execute("DROP INDEX t_v_idx");
    execute("CREATE VECTOR INDEX IF NOT EXISTS ON t (v) WITH (metric = 'dot')");
    assertThat(indexes()).containsExactly("T_V_IDX1 COSINE 16", "T_V_IDX DOT 16");
  }

  @Test
  void formThatIsNotBuilt_isRefused() {
    assertState("0A000", "CREATE INDEX i ON t USING hnsw (v vector_l1_ops)");
    assertState("0A000", "CREATE INDEX i ON t USING ivfflat (v vector_l2_ops)");
    assertState("42804", "CREATE INDEX i ON t (v)");
    assertState("42601", "CREATE INDEX i ON t USING hnsw (v vector_l2_ops) WITH (metric = 'dot')");
  }

  private void assertState(String state, String sql) {
    assertThatThrownBy(() -> execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  private List<String> indexes() throws SQLException {
    return connection.unwrap(Database.class).catalog().indexes().stream()
        .map(IndexFormsTest::described)
        .toList();
  }

  private static String described(IndexSchema schema) {
    VectorIndex index = (VectorIndex) schema;
    return index.name() + " " + index.options().metric() + " " + index.options().m();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
