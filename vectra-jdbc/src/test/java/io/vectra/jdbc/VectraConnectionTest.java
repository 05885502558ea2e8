package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections without SQL: states, closed objects, metadata over a catalog made by the engine. */
class VectraConnectionTest {
  @Test
  void getPropertyInfo_describesEveryOption() throws SQLException {
    Driver driver = DriverManager.getDriver("jdbc:vectra:memory:info");
    assertThat(driver.getPropertyInfo("jdbc:vectra:memory:info?readOnly=true", null))
        .extracting(info -> info.name + "=" + info.value)
        .containsExactly(
            "create=true",
            "readOnly=true",
            "durability=sync",
            "access=shared",
            "vectorType=other",
            "memory=auto");
  }

  @Test
  void close_twice_thenEveryUseIs08003() throws SQLException {
    Connection connection = open("closed");
    Statement statement = connection.createStatement();
    connection.close();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertThat(statement.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement)
        .hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThatThrownBy(connection::getAutoCommit).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThatThrownBy(statement::getMaxRows).hasFieldOrPropertyWithValue("SQLState", "55000");
  }

  @Test
  void commit_inAutocommit_isRefused() throws SQLException {
    try (Connection connection = open("auto")) {
      assertThat(connection.getAutoCommit()).isTrue();
      assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "25000");
      assertThatThrownBy(
              () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThatThrownBy(() -> connection.setSchema("OTHER")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void createStatement_scrollSensitive_isInsensitiveWithAWarning() throws SQLException {
    try (Connection connection = open("scroll");
        Statement statement =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
      assertThat(statement.getWarnings().getSQLState()).isEqualTo("01000");
      assertThat(statement.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
    }
  }

  @Test
  void resultSet_beforeNextAfterCloseAndByUnknownLabel_throws() throws SQLException {
    try (Connection connection = open("rows")) {
      ResultSet rows = connection.getMetaData().getSchemas(null, "PUB%");
      assertThatThrownBy(() -> rows.getString(1)).isInstanceOf(SQLException.class);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("table_schem")).isEqualTo("PUBLIC");
      assertThat(rows.getString("TABLE_CATALOG")).isNull();
      assertThat(rows.wasNull()).isTrue();
      assertThatThrownBy(() -> rows.getString("NOPE"))
          .hasFieldOrPropertyWithValue("SQLState", "42703");
      assertThatThrownBy(() -> rows.updateInt(1, 1))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
      assertThat(rows.next()).isFalse();
      rows.close();
      assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "55000");
    }
  }

  @Test
  void metadata_ofACatalog_listsTablesColumnsKeysAndIndexes() throws SQLException {
    try (Database database = Vectra.openInMemory("meta", OpenOptions.defaults());
        Connection connection = open("meta")) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "DOCS_1",
                  List.of(
                      new Column("ID", ColumnType.of(ColumnType.Kind.BIGINT), false),
                      new Column("TITLE", ColumnType.varchar(100), true),
                      new Column("EMBEDDING", ColumnType.vector(3), true)),
                  List.of(0)));
      database.createIndex(
          new VectorIndex(0, "DOCS_V", table.id(), 2, VectorIndexOptions.of(Metric.COSINE)));
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(names(metadata.getTables(null, "PUBLIC", null, null), "TABLE_NAME"))
          .containsExactly("DOCS_1");
      assertThat(names(metadata.getTables(null, "PUB%", "DOCS\\_1", new String[] {"TABLE"}), 3))
          .containsExactly("DOCS_1");
      assertThat(names(metadata.getTables(null, null, "DOCS1\\_", null), 3)).isEmpty();
      assertThat(names(metadata.getTables(null, null, "%", new String[] {"VIEW"}), 3)).isEmpty();
      assertThat(names(metadata.getTables("OTHER", null, "%", null), 3)).isEmpty();
      assertThat(names(metadata.getPrimaryKeys(null, null, "DOCS_1"), 4)).containsExactly("ID");
      assertThat(names(metadata.getIndexInfo(null, null, "DOCS_1", false, true), "INDEX_NAME"))
          .containsExactly("PK_DOCS_1", "DOCS_V");
      ResultSet columns = metadata.getColumns(null, null, "DOCS_1", "EMB%");
      assertThat(columns.next()).isTrue();
      assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.OTHER);
      assertThat(columns.getString("TYPE_NAME")).isEqualTo("VECTOR");
      assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(3);
      assertThat(columns.getInt("ORDINAL_POSITION")).isEqualTo(3);
      assertThat(columns.getString("IS_NULLABLE")).isEqualTo("YES");
    }
  }

  @Test
  void metadata_ofSystemViews_tellsThemApartFromTables() throws SQLException {
    try (Database database = Vectra.openInMemory("views", OpenOptions.defaults());
        Connection connection = open("views")) {
      database.createTable(
          TableSchema.define(
              "TABLES",
              List.of(new Column("ID", ColumnType.of(ColumnType.Kind.BIGINT), false)),
              List.of(0)));
      DatabaseMetaData metadata = connection.getMetaData();
      assertThat(names(metadata.getSchemas(), "TABLE_SCHEM"))
          .containsExactly("INFORMATION_SCHEMA", "PUBLIC", "VECTRA");
      assertThat(names(metadata.getTableTypes(), 1))
          .containsExactly("SYSTEM TABLE", "TABLE", "VIEW");
      assertThat(names(metadata.getTables(null, null, "%", new String[] {"TABLE"}), "TABLE_SCHEM"))
          .containsExactly("PUBLIC");
      assertThat(names(metadata.getTables(null, "VECTRA", "%", new String[] {"SYSTEM TABLE"}), 3))
          .contains("SEGMENTS", "WAL");
      assertThat(names(metadata.getTables(null, null, "TABLES", null), "TABLE_TYPE"))
          .containsExactly("SYSTEM TABLE", "TABLE");
      assertThat(names(metadata.getColumns(null, "PUBLIC", "TABLES", "%"), "COLUMN_NAME"))
          .containsExactly("ID");
      assertThat(
              names(metadata.getColumns(null, "INFORMATION_SCHEMA", "TABLES", "T%"), "TYPE_NAME"))
          .containsExactly("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR");
      assertThat(names(metadata.getPrimaryKeys(null, "INFORMATION_SCHEMA", "TABLES"), 4)).isEmpty();
    }
  }

  @Test
  void metadata_everyMethod_answersWithNullsAndZeros() throws Exception {
    try (Connection connection = open("every")) {
      DatabaseMetaData metadata = connection.getMetaData();
      int resultSets = 0;
      for (Method method : DatabaseMetaData.class.getMethods()) {
        if (method.getDeclaringClass() != DatabaseMetaData.class) {
          continue;
        }
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          Class<?> type = method.getParameterTypes()[i];
          arguments[i] = type == int.class ? (Object) 0 : type == boolean.class ? false : null;
        }
        Object answer = method.invoke(metadata, arguments);
        if (answer instanceof ResultSet rows) {
          resultSets++;
          assertThat(rows.getMetaData().getColumnCount()).as(method.getName()).isPositive();
        } else if (method.getReturnType() == String.class) {
          assertThat(answer).as(method.getName()).isNotNull();
        }
      }
      assertThat(resultSets).isEqualTo(26);
    }
  }

  private static Connection open(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:memory:" + name);
  }

  private static List<String> names(ResultSet rows, String label) throws SQLException {
    return names(rows, rows.findColumn(label));
  }

  private static List<String> names(ResultSet rows, int column) throws SQLException {
    List<String> names = new ArrayList<>();
    while (rows.next()) {
      names.add(rows.getString(column));
    }
    return names;
  }
}
