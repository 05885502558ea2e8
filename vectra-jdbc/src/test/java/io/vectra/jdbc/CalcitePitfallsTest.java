package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where databases on Calcite are known to fail, one test or a few for each place. */
class CalcitePitfallsTest {
  /** Takes minutes. */
  private static final String LONG =
      "SELECT COUNT(*) FROM docs a, docs b, docs c, docs d WHERE a.n + b.n + c.n + d.n < 0";

  private static final int DOCS = 200;

  private final VectraDataSource source = new VectraDataSource();
  private Connection connection;

  /** Document {@code n} has the vector {@code [n, 1]}: the nearest of [0, 1] is the first. */
  @BeforeEach
  void open() throws SQLException {
    source.setUrl("jdbc:vectra:memory:calcite-pitfalls-test");
    connection = source.getConnection();
    execute("CREATE TABLE docs (n INTEGER PRIMARY KEY, title VARCHAR, v VECTOR(2))");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO docs VALUES (?, ?, ?)")) {
      for (int n = 1; n <= DOCS; n++) {
        insert.setInt(1, n);
        insert.setString(2, "doc " + n % 7);
        insert.setObject(3, new float[] {n, 1});
        insert.addBatch();
      }
      insert.executeBatch();
    }
    execute("CREATE VECTOR INDEX docs_v ON docs (v) WITH (metric = 'euclidean')");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String rows(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return rows(statement);
    }
  }

  private static String rows(PreparedStatement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join("|", row));
      }
    }
    return String.join(" ", rows);
  }

  @Test
  void orderBy_ofAnExpressionWithAParameter_hasItsType() throws SQLException {
    float[] near = {50, 1};
    assertThat(rows("SELECT n FROM docs ORDER BY VECTOR_DISTANCE(v, ?) LIMIT 1", near))
        .isEqualTo("50");
    assertThat(rows("SELECT n FROM docs ORDER BY MOD(n, ?), n LIMIT 3", 100))
        .isEqualTo("100 200 1");
    assertThat(rows("SELECT n FROM docs ORDER BY CASE WHEN n > ? THEN 0 ELSE 1 END, n LIMIT 1", 80))
        .isEqualTo("81");
  }

  @Test
  void singleColumn_underOtherOperators_isNotLost() throws SQLException {
    assertThat(
            rows(
                "SELECT COUNT(*) FROM (SELECT n FROM docs) a JOIN (SELECT n FROM docs) b USING (n)"))
        .isEqualTo("200");
    assertThat(rows("SELECT SUM(n) FROM (SELECT n FROM docs WHERE n < 4)")).isEqualTo("6");
    assertThat(rows("SELECT n FROM docs WHERE n < 2 UNION ALL SELECT n FROM docs WHERE n > 199"))
        .isEqualTo("1 200");
    assertThat(rows("SELECT n FROM docs WHERE n IN (SELECT n + 1 FROM docs WHERE n < 3)"))
        .isEqualTo("2 3");
  }

  @Test
  void text_beyondLatin_isKept() throws SQLException {
    String text = "Żółć 東京 😀";
    execute("UPDATE docs SET title = '" + text + "' WHERE n = 3");
    assertThat(rows("SELECT n, title FROM docs WHERE title = '" + text + "'"))
        .isEqualTo("3|" + text);
    assertThat(rows("SELECT n FROM docs WHERE title = ? AND title LIKE '%東%'", text))
        .isEqualTo("3");
  }

  @Test
  void orderBy_ofADistanceDescending_givesTheFarthest() throws SQLException {
    assertThat(rows("SELECT n FROM docs ORDER BY v <-> '[0,1]' DESC LIMIT 2")).isEqualTo("200 199");
    assertThat(rows("SELECT n FROM docs ORDER BY 1 - (v <-> '[0,1]') DESC LIMIT 2"))
        .isEqualTo("1 2");
    assertThat(rows("SELECT n FROM docs ORDER BY -(v <-> ?) DESC LIMIT 2", new float[] {0, 1}))
        .isEqualTo("1 2");
  }

  @Test
  void threshold_withTheVectorGivenTwice_comparesValues() throws SQLException {
    String sql = "SELECT n FROM docs WHERE v <-> ? < 3 ORDER BY v <-> ? LIMIT 10";
    float[] first = {1, 1};
    assertThat(rows(sql, first, first)).isEqualTo("1 2 3");
    assertThat(rows(sql, first, new float[] {200, 1})).isEqualTo("3 2 1");
  }

  @Test
  void offset_ofANearestSearch_isTakenOffWhatIsFound() throws SQLException {
    assertThat(rows("SELECT n FROM docs ORDER BY v <-> '[0,1]' LIMIT 2 OFFSET 3")).isEqualTo("4 5");
    assertThat(rows("SELECT n FROM docs ORDER BY v <-> '[0,1]' LIMIT ? OFFSET ?", 5, 198))
        .isEqualTo("199 200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n > 150              | 151 152 153",
        "n > 198              | 199 200",
        "title = 'doc 3'      | 3 10 17",
        "UPPER(title) = 'DOC 3' AND n + 1 > 100 | 101 108 115",
      })
  void where_besideANearestSearch_leavesAsManyRowsAsThereAre(String condition, String expected)
      throws SQLException {
    assertThat(rows("SELECT n FROM docs WHERE " + condition + " ORDER BY v <-> '[0,1]' LIMIT 3"))
        .isEqualTo(expected);
  }

  @Test
  void limit_ofZeroNullOrLess_isNoneAllOrRefused() throws SQLException {
    String nearest = "SELECT n FROM docs ORDER BY v <-> '[0,1]' LIMIT ";
    assertThat(rows(nearest + "0")).isEmpty();
    assertThat(rows(nearest + "?", 0)).isEmpty();
    assertThat(rows(nearest + "?", (Object) null).split(" ")).hasSize(DOCS);
    assertThatThrownBy(() -> rows(nearest + "?", -1))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
    assertThatThrownBy(() -> rows("SELECT n FROM docs LIMIT ?", -1))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM docs MATCH_RECOGNIZE (PATTERN (a b) DEFINE b AS b.n > a.n)",
        "SELECT n FROM docs GROUP BY GROUPING SETS ((n), (GROUPING(n)))",
        "INSERT INTO docs (n, n) VALUES (1, 2)",
        "UPDATE docs SET n = (SELECT n, n FROM docs)",
        "SELECT MAX(n) OVER () FROM docs GROUP BY title",
        "SELECT CAST(v AS INTEGER) FROM docs",
        "SELECT n FROM docs ORDER BY 7",
      })
  void statement_thatCalciteFailsAt_isRefusedWithACode(String sql) {
    SQLException refused = catchThrowableOfType(SQLException.class, () -> rows(sql));
    assertThat((Throwable) refused).as(sql).isNotNull();
    assertThat(refused.getSQLState()).isNotBlank().doesNotStartWith("XX");
  }

  @Test
  void preparedStatement_afterDdl_isPlannedAgain() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM docs WHERE n = 1")) {
      query.executeQuery().close();
      execute("ALTER TABLE docs ADD COLUMN stars INTEGER DEFAULT 5");
      execute("ALTER TABLE docs DROP COLUMN v");
      assertThat(rows(query)).isEqualTo("1|doc 1|5");
      execute("DROP TABLE docs");
      assertThatThrownBy(query::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
      execute("CREATE TABLE docs (n BIGINT PRIMARY KEY)");
      execute("INSERT INTO docs VALUES (1)");
      assertThat(rows(query)).isEqualTo("1");
    }
  }

  @Test
  void vector_ofNullOrOtherDimensions_isStoredOrRefused() throws SQLException {
    execute("INSERT INTO docs VALUES (0, 'none', NULL)");
    assertThat(rows("SELECT n, v <-> ? FROM docs WHERE n = 0", new float[] {1, 1}))
        .isEqualTo("0|null");
    assertThat(rows("SELECT n FROM docs WHERE n < 2 ORDER BY v <-> ?", (Object) null)).hasSize(3);
    assertThatThrownBy(() -> rows("SELECT n FROM docs ORDER BY v <-> ?", new float[] {1}))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("1 dimension")
        .hasMessageContaining("2");
  }

  @Test
  void vector_boundInAnyForm_isTheSame() throws SQLException {
    byte[] bytes =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(9).putFloat(1).array();
    List<Object> forms =
        List.of(
            new float[] {9, 1},
            new double[] {9, 1},
            new Float[] {9F, 1F},
            List.of(9.0, 1.0),
            "[9,1]",
            bytes,
            connection.createArrayOf("REAL", new Float[] {9F, 1F}));
    for (Object form : forms) {
      assertThat(rows("SELECT n FROM docs ORDER BY v <-> ? LIMIT 1", form))
          .as(form.getClass().toString())
          .isEqualTo("9");
    }
  }

  @Test
  void longQuery_cancelledOrOutOfTime_ends() throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery(LONG).next())
          .isInstanceOf(SQLTimeoutException.class);
    }
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Statement statement = connection.createStatement()) {
      Future<Boolean> running = other.submit(() -> statement.executeQuery(LONG).next());
      while (rows("SELECT 1 FROM VECTRA.STATEMENTS WHERE SQL_TEXT LIKE '%COUNT%' LIMIT 1")
          .isEmpty()) {
        Thread.onSpinWait();
      }
      statement.cancel();
      assertThatThrownBy(running::get)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    } finally {
      other.shutdownNow();
    }
  }

  @Test
  void generatedClasses_ofManyStatements_areUnloaded() throws SQLException {
    long before = ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount();
    int statements = 550;
    for (int i = 0; i < statements; i++) {
      rows("SELECT COUNT(*) + " + i + " FROM docs WHERE n * 2 < " + i);
    }
    System.gc();
    assertThat(ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount() - before)
        .as("plans that the cache dropped")
        .isPositive();
  }

  @Test
  void prepare_byManyConnectionsAtOnce_isAnsweredRightly() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int n = i % 16 + 1;
        answers.add(
            threads.submit(
                () -> {
                  try (Connection own = source.getConnection();
                      PreparedStatement query =
                          own.prepareStatement(
                              "SELECT a.n, COUNT(*) FROM docs a JOIN docs b ON a.n >= b.n WHERE a.n = "
                                  + n
                                  + " GROUP BY a.n")) {
                    return rows(query);
                  }
                }));
      }
      for (int i = 0; i < answers.size(); i++) {
        int n = i % 16 + 1;
        assertThat(answers.get(i).get()).isEqualTo(n + "|" + n);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void selectAll_readForAnotherColumn_makesNoVectors() throws SQLException {
    int dimensions = 4_000;
    execute("CREATE TABLE wide (id INTEGER PRIMARY KEY, v VECTOR(" + dimensions + "))");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO wide VALUES (?, ?)")) {
      for (int id = 0; id < DOCS; id++) {
        insert.setInt(1, id);
        insert.setObject(2, new float[dimensions]);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    execute("CHECKPOINT");
    try (Statement statement = connection.createStatement()) {
      sumOfIds(statement);
      long before = allocated();
      assertThat(sumOfIds(statement)).isEqualTo(DOCS * (DOCS - 1) / 2);
      assertThat(allocated() - before).isLessThan((long) DOCS * dimensions * Float.BYTES / 2);
    }
  }

  private static long sumOfIds(Statement statement) throws SQLException {
    long sum = 0;
    try (ResultSet rows = statement.executeQuery("SELECT * FROM wide")) {
      while (rows.next()) {
        sum += rows.getInt("ID");
      }
      assertThat(rows.getMetaData().getColumnType(2)).isIn(Types.ARRAY, Types.OTHER);
    }
    return sum;
  }

  private static long allocated() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
