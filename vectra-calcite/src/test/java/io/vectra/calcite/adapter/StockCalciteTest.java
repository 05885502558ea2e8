package io.vectra.calcite.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.schema.SchemaPlus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database in a connection of Calcite's own driver: plans and rows together. */
class StockCalciteTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void create() {
    data = directory.resolve("data");
    change(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY, title VARCHAR(20) NOT NULL, category VARCHAR,"
            + " price DECIMAL(10,2), added DATE, embedding VECTOR(3))",
        "CREATE VECTOR INDEX docs_nn ON docs (embedding) WITH (metric = 'l2')",
        "CREATE TABLE categories (name VARCHAR PRIMARY KEY, label VARCHAR)",
        "INSERT INTO categories VALUES ('a', 'first'), ('b', 'second')",
        "INSERT INTO docs VALUES (1, 'x', 'a', 1.5, DATE '2020-01-02', '[1,0,0]'),"
            + " (2, 'y', 'b', 2.5, NULL, '[0,1,0]'), (3, 'z', 'a', 3.5, NULL, '[0,0,1]'),"
            + " (4, 'absent', 'a', 4.5, NULL, NULL), (5, 'xy', 'b', 5.5, NULL, '[1,1,0]')");
  }

  @Test
  void model_inline_readsTheTables() throws SQLException {
    try (Connection connection = connect("true")) {
      assertThat(rows(connection, "SELECT id, title, price, added FROM docs WHERE id < 3"))
          .containsExactlyInAnyOrder("1 x 1.50 2020-01-02", "2 y 2.50 null");
      try (ResultSet tables = connection.getMetaData().getTables(null, "VECTRA", "%", null)) {
        List<String> names = new ArrayList<>();
        while (tables.next()) {
          names.add(tables.getString("TABLE_NAME"));
        }
        assertThat(names).containsExactlyInAnyOrder("CATEGORIES", "DOCS");
      }
    }
  }

  @Test
  void model_inAFile_namesADirectoryBesideIt() throws SQLException, IOException {
    Path model = Files.writeString(directory.resolve("model.json"), model("data", "true"));
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:model=" + model)) {
      assertThat(rows(connection, "SELECT COUNT(*) FROM docs")).containsExactly("5");
    }
  }

  @Test
  void schema_addedByCode_isTheSame() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:calcite:");
        DatabaseSchema schema = DatabaseSchema.open(data, true)) {
      connection.unwrap(CalciteConnection.class).getRootSchema().add("V", schema);
      assertThat(rows(connection, "SELECT title FROM v.docs WHERE category = 'b' ORDER BY id"))
          .containsExactly("y", "xy");
    }
  }

  @Test
  void predicateAndProjection_areInsideTheScan() throws SQLException {
    try (Connection connection = connect("true")) {
      String sql = "SELECT title FROM docs WHERE category = 'a' AND price > 2";
      assertThat(plan(connection, sql))
          .singleElement()
          .asString()
          .startsWith("EnumerableVectraScan(")
          .contains("CATEGORY")
          .contains("PRICE")
          .contains("project=[[TITLE]]");
      assertThat(rows(connection, sql)).containsExactlyInAnyOrder("z", "absent");
    }
  }

  @Test
  void orderByDistanceLimit_isASearch() throws SQLException {
    try (Connection connection = connect("true")) {
      String sql =
          "SELECT title, VECTOR_DISTANCE(embedding, '[1, 0, 0]', 'L2') AS d FROM docs"
              + " WHERE category = 'a' ORDER BY d LIMIT 2";
      assertThat(search(connection, sql)).contains("filter=[").contains("fetch=[2]");
      assertThat(rows(connection, sql)).containsExactly("x 0.0", "z " + Math.sqrt(2));
    }
  }

  @Test
  void orderByDistanceOnly_isASearch() throws SQLException {
    try (Connection connection = connect("true")) {
      String sql =
          "SELECT title FROM docs ORDER BY VECTOR_DISTANCE(embedding, ARRAY[0, 1, 0], 'COSINE')"
              + " LIMIT 2";
      assertThat(rows(connection, sql)).containsExactly("y", "xy");
    }
  }

  @Test
  void knn_isASearch_byTheMetricOfTheIndex() throws SQLException {
    try (Connection connection = connect("true")) {
      String sql = "SELECT title, distance FROM TABLE(KNN('DOCS', 'EMBEDDING', '[1,0,0]', 2))";
      assertThat(plan(connection, sql))
          .singleElement()
          .asString()
          .contains("nearest=[EUCLIDEAN(EMBEDDING, ")
          .contains("project=[[TITLE, DISTANCE]]");
      assertThat(rows(connection, sql)).containsExactly("x 0.0", "xy 1.0");
      assertThat(
              rows(
                  connection,
                  "SELECT t.title, c.label FROM TABLE(KNN('docs', 'embedding', '[1,0,0]', 10,"
                      + " 'COSINE')) AS t JOIN categories c ON c.name = t.category"
                      + " WHERE t.distance < 0.9 ORDER BY t.distance"))
          .containsExactly("x first", "xy second");
    }
  }

  @Test
  void parameters_areBoundWhenTheScanRuns() throws SQLException {
    String sql =
        "SELECT title, VECTOR_DISTANCE(embedding, ?, 'L2') AS d FROM docs WHERE price > ?"
            + " ORDER BY d LIMIT 2";
    try (Connection connection = connect("true");
        PreparedStatement query = connection.prepareStatement(sql)) {
      assertThat(search(connection, sql)).contains("?1").contains("fetch=[2]");
      query.setString(1, "[1,0,0]");
      query.setInt(2, 2);
      assertThat(rows(query.executeQuery())).containsExactly("xy 1.0", "y " + Math.sqrt(2));
      query.setString(1, "[0,0,1]");
      query.setInt(2, 0);
      assertThat(rows(query.executeQuery())).containsExactly("z 0.0", "x " + Math.sqrt(2));
    }
  }

  @Test
  void vectors_areArraysOfReal() throws SQLException {
    try (Connection connection = connect("true");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT embedding, VECTOR_DIMS(embedding) FROM docs WHERE id = 5")) {
      assertThat(rows.next()).isTrue();
      Array vector = rows.getArray(1);
      assertThat((float[]) vector.getArray()).containsExactly(1f, 1f, 0f);
      assertThat(rows.getInt(2)).isEqualTo(3);
    }
  }

  @Test
  void joinsAndAggregates_areCalcites() throws SQLException {
    try (Connection connection = connect("true")) {
      assertThat(
              rows(
                  connection,
                  "SELECT c.label, COUNT(*), SUM(d.price) FROM docs d JOIN categories c"
                      + " ON c.name = d.category GROUP BY c.label ORDER BY 1"))
          .containsExactly("first 3 9.50", "second 2 8.00");
    }
  }

  @Test
  void rows_committedLater_areSeen() throws SQLException {
    try (Connection connection = connect("true")) {
      assertThat(rows(connection, "SELECT COUNT(*) FROM docs")).containsExactly("5");
      change("DELETE FROM docs WHERE id = 1");
      assertThat(rows(connection, "SELECT COUNT(*) FROM docs")).containsExactly("4");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO docs VALUES (9, 'n', 'a', 1, NULL, NULL)",
        "UPDATE docs SET title = 'n' WHERE id = 1",
        "DELETE FROM docs WHERE id = 1"
      })
  void change_isRefused_andSaysWhereItIsPossible(String sql) throws SQLException {
    try (Connection connection = connect("false");
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeUpdate(sql))
          .isInstanceOf(SQLException.class)
          .rootCause()
          .hasMessageContaining("Table DOCS can only be read in a connection of Calcite's")
          .hasMessageContaining("jdbc:vectra:");
      assertThat(rows(connection, "SELECT COUNT(*), MIN(title) FROM docs"))
          .containsExactly("5 absent");
    }
  }

  @Test
  void close_ofTheSchema_releasesTheDatabase() throws SQLException {
    try (Connection connection = connect("true")) {
      rows(connection, "SELECT COUNT(*) FROM docs JOIN categories ON name = category LIMIT 1");
      assertThatThrownBy(() -> Vectra.verify(data))
          .isInstanceOfSatisfying(
              VectraException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED));
      SchemaPlus schema =
          connection.unwrap(CalciteConnection.class).getRootSchema().getSubSchema("VECTRA");
      schema.unwrap(DatabaseSchema.class).close();
      assertThat(Vectra.verify(data).isClean()).isTrue();
      assertThatThrownBy(() -> rows(connection, "SELECT * FROM docs"))
          .rootCause()
          .hasMessageContaining("is closed");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"folder\": \"x\" | operands [folder] that do not exist",
        "\"readOnly\": true | no text as its directory",
        "\"directory\": \"DATA\", \"readOnly\": \"perhaps\" | readOnly perhaps, which is neither",
        "\"directory\": \"missing\" | missing",
      })
  void operands_thatAreWrong_areRefused_andNothingIsMade(String operands, String message)
      throws IOException {
    String model =
        model("DATA", "true")
            .replaceFirst("\"operand\": \\{[^}]*}", "\"operand\": {" + operands + "}")
            .replace("DATA", data.toString());
    Path file = Files.writeString(directory.resolve("model.json"), model);
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:calcite:model=" + file))
        .rootCause()
        .hasMessageContaining(message);
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  private Connection connect(String readOnly) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:calcite:model=inline:" + model(data.toString(), readOnly));
  }

  private static String model(String directory, String readOnly) {
    return "{\"version\": \"1.0\", \"defaultSchema\": \"VECTRA\", \"schemas\": [{\"name\":"
        + " \"VECTRA\", \"type\": \"custom\", \"factory\":"
        + " \"io.vectra.calcite.schema.VectraSchemaFactory\", \"operand\": {\"directory\": \""
        + directory
        + "\", \"readOnly\": "
        + readOnly
        + "}}]}";
  }

  private void change(String... statements) {
    try (Database database = Vectra.open(data, OpenOptions.defaults().withExclusive(false));
        Session session = Sessions.open(database)) {
      for (String sql : statements) {
        session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
      }
    }
  }

  /** The scan of a plan that is a search by euclidean distance, with at most a sort of its rows. */
  private static String search(Connection connection, String sql) throws SQLException {
    List<String> plan = plan(connection, sql);
    String scan = plan.get(plan.size() - 1).strip();
    assertThat(plan).hasSizeLessThanOrEqualTo(2);
    assertThat(plan.subList(0, plan.size() - 1))
        .allSatisfy(line -> assertThat(line).startsWith("EnumerableSort("));
    assertThat(scan).startsWith("EnumerableVectraScan(").contains("nearest=[EUCLIDEAN(EMBEDDING, ");
    return scan;
  }

  private static List<String> plan(Connection connection, String sql) throws SQLException {
    return rows(connection, "EXPLAIN PLAN FOR " + sql).get(0).lines().toList();
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return rows(statement.executeQuery(sql));
    }
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
