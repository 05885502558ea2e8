package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DatabaseMetaData tells of tables in several schemas what H2's tells; null stands for all. */
class MetadataOfSchemasTest {
  private static final String KEYS =
      "PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ"
          + " DELETE_RULE FK_NAME";

  @Test
  void keysAndColumns_inTwoSchemas_areThoseOfH2() throws SQLException {
    try (Connection vectra = DriverManager.getConnection("jdbc:vectra:memory:schemas");
        Connection h2 = DriverManager.getConnection("jdbc:h2:mem:schemas")) {
      assertThat(listed(vectra)).containsExactlyInAnyOrderElementsOf(listed(h2));
    }
  }

  private static List<String> listed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA shop");
      statement.execute("CREATE TABLE author (id INT, part INT, PRIMARY KEY (part, id))");
      statement.execute("CREATE TABLE shop.author (id INT PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE shop.item (id INT PRIMARY KEY, a INT, p INT, s INT,"
              + " CONSTRAINT of_author FOREIGN KEY (p, a) REFERENCES public.author (part, id)"
              + " ON DELETE CASCADE,"
              + " CONSTRAINT of_shop FOREIGN KEY (s) REFERENCES shop.author (id))");
    }
    DatabaseMetaData metadata = connection.getMetaData();
    List<String> all = new ArrayList<>();
    for (String schema : new String[] {null, "PUBLIC", "SHOP", "NONE"}) {
      String keyColumns = "TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ";
      add(all, schema + " key", metadata.getPrimaryKeys(null, schema, "AUTHOR"), keyColumns);
      add(all, schema + " imported", metadata.getImportedKeys(null, schema, "ITEM"), KEYS);
      add(all, schema + " exported", metadata.getExportedKeys(null, schema, "AUTHOR"), KEYS);
      add(
          all,
          schema + " cross",
          metadata.getCrossReference(null, schema, "AUTHOR", null, null, "ITEM"),
          KEYS);
      add(
          all,
          schema + " columns",
          metadata.getColumns(null, schema == null ? "%O%" : schema, "AUTHOR", null),
          "TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE ORDINAL_POSITION NULLABLE");
      add(
          all,
          schema + " best",
          metadata.getBestRowIdentifier(null, schema, "ITEM", 0, true),
          "SCOPE COLUMN_NAME DATA_TYPE PSEUDO_COLUMN");
    }
    return all;
  }

  private static void add(List<String> all, String what, ResultSet rows, String columns)
      throws SQLException {
    while (rows.next()) {
      StringBuilder row = new StringBuilder(what);
      for (String column : columns.split(" ")) {
        row.append('|').append(rows.getString(column));
      }
      all.add(row.toString());
    }
  }

  @Test
  void functionsAndProcedures_matchPatterns() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:schemas")) {
      DatabaseMetaData metadata = connection.getMetaData();
      ResultSet functions = metadata.getFunctions(null, null, "UP%");
      functions.next();
      assertThat(functions.getString("FUNCTION_NAME")).isEqualTo("UPPER");
      assertThat(functions.next()).isFalse();
      ResultSet procedures = metadata.getProcedures(null, "VECTRA", null);
      procedures.next();
      assertThat(procedures.getString("PROCEDURE_NAME")).isEqualTo("CANCEL_OPERATION");
      procedures.next();
      assertThat(procedures.getString("PROCEDURE_NAME")).isEqualTo("COMPACT");
      procedures.next();
      assertThat(procedures.getString("PROCEDURE_NAME")).isEqualTo("VERIFY");
      assertThat(procedures.next()).isFalse();
      assertThat(metadata.getProcedures(null, "PUBLIC", "%").next()).isFalse();
    }
  }
}
