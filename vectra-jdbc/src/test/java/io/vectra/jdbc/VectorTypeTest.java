package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.vector.Vectors;
import java.nio.FloatBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors bound and read in every form, and shown as the type that a client knows. */
class VectorTypeTest {
  private static Connection open(String option) throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:memory:vector-type?vectorType=" + option);
  }

  private static void create(Statement statement) throws SQLException {
    statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, v VECTOR(2))");
  }

  @Test
  void bind_inEveryForm_storesTheSameVector() throws SQLException {
    try (Connection connection = open("other");
        Statement statement = connection.createStatement();
        PreparedStatement insert = prepared(connection, statement)) {
      Array array = connection.createArrayOf("REAL", new Object[] {1, 2.5});
      List<Object> forms =
          List.of(
              new float[] {1, 2.5f},
              new double[] {1, 2.5},
              new Float[] {1f, 2.5f},
              List.of(1, 2.5),
              FloatBuffer.wrap(new float[] {1, 2.5f}),
              "[1, 2.5]",
              array,
              Vectors.toBytes(new float[] {1, 2.5f}));
      int id = 0;
      for (Object form : forms) {
        for (SQLType type : new SQLType[] {null, VectraType.VECTOR}) {
          insert.setInt(1, id++);
          if (type == null) {
            insert.setObject(2, form);
          } else {
            insert.setObject(2, form, type);
          }
          insert.executeUpdate();
        }
      }
      assertThat(Answers.rows(statement, "SELECT v FROM docs"))
          .hasSize(2 * forms.size())
          .containsOnly("[1.0,2.5]");
      assertThatThrownBy(() -> insert.setObject(2, true, VectraType.VECTOR))
          .hasFieldOrPropertyWithValue("SQLState", "22000");
    }
  }

  private static PreparedStatement prepared(Connection connection, Statement statement)
      throws SQLException {
    create(statement);
    return connection.prepareStatement("INSERT INTO docs VALUES (?, ?)");
  }

  @Test
  void read_inEveryForm_givesTheSameVector() throws SQLException {
    try (Connection connection = open("other");
        Statement statement = connection.createStatement()) {
      create(statement);
      statement.execute("INSERT INTO docs VALUES (1, '[1,2.5]')");
      ResultSet rows = statement.executeQuery("SELECT v FROM docs");
      rows.next();
      assertThat(rows.getObject(1, float[].class)).containsExactly(1, 2.5f);
      assertThat(rows.getObject(1, double[].class)).containsExactly(1, 2.5);
      assertThat(rows.getObject(1, Float[].class)).containsExactly(1f, 2.5f);
      assertThat(rows.getObject(1, String.class)).isEqualTo("[1.0,2.5]");
      assertThat(rows.getObject(1, FloatBuffer.class))
          .isEqualTo(FloatBuffer.wrap(new float[] {1, 2.5f}));
      assertThat(rows.getObject(1, Array.class).getArray()).isEqualTo(new Float[] {1f, 2.5f});
      assertThat(rows.getArray(1).getBaseTypeName()).isEqualTo("REAL");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other, VECTOR, 1111, 2, [F, [F",
    "varchar, VARCHAR, 12, 33, java.lang.String, java.lang.String",
    "array, REAL ARRAY, 2003, 2, java.sql.Array, io.vectra.jdbc.VectraArray"
  })
  void option_changesWhatClientsSee(
      String option, String typeName, int type, int size, String className, String valueClass)
      throws SQLException {
    try (Connection connection = open(option);
        Statement statement = connection.createStatement()) {
      create(statement);
      statement.execute("INSERT INTO docs VALUES (1, '[1,2]')");
      ResultSet rows = statement.executeQuery("SELECT v FROM docs");
      rows.next();
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(type);
      assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo(typeName);
      assertThat(rows.getMetaData().getColumnClassName(1)).isEqualTo(className);
      assertThat(rows.getObject(1).getClass().getName()).isEqualTo(valueClass);
      assertThat(rows.getString(1)).isEqualTo("[1.0,2.0]");
      ResultSet columns = connection.getMetaData().getColumns(null, null, "DOCS", "V");
      columns.next();
      assertThat(columns.getInt("DATA_TYPE")).isEqualTo(type);
      assertThat(columns.getString("TYPE_NAME")).isEqualTo(typeName);
      assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(size);
      assertThat(rows.getMetaData().getPrecision(1)).isEqualTo(size);
      try (PreparedStatement near =
          connection.prepareStatement("SELECT id FROM docs WHERE v = ?")) {
        assertThat(near.getParameterMetaData().getParameterType(1)).isEqualTo(type);
      }
    }
  }

  @Test
  void optionVarchar_leavesOtherTypesAlone() throws SQLException {
    try (Connection connection = open("varchar");
        Statement statement = connection.createStatement()) {
      ResultSet rows = statement.executeQuery("SELECT 1 AS a");
      assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.INTEGER);
    }
  }
}
