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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** System views and DatabaseMetaData say of the same constraints what H2's say. */
class ConstraintMetadataTest {
  private static Connection vectra;
  private static Connection h2;

  @BeforeAll
  static void createInBoth() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:constraint-metadata");
    h2 = DriverManager.getConnection("jdbc:h2:mem:constraint-metadata");
    for (Connection connection : List.of(vectra, h2)) {
      Statement sql = connection.createStatement();
      sql.execute(
          "CREATE TABLE pairs (a INTEGER, b INTEGER, CONSTRAINT pairs_key PRIMARY KEY (b, a))");
      sql.execute(
          "CREATE TABLE users (id INTEGER CONSTRAINT users_key PRIMARY KEY, boss INTEGER,"
              + " x INTEGER, y INTEGER,"
              + " CONSTRAINT grown CHECK (x > 17),"
              + " CONSTRAINT boss_key FOREIGN KEY (boss) REFERENCES users ON DELETE SET NULL ON"
              + " UPDATE CASCADE, CONSTRAINT pair_key FOREIGN KEY (x, y) REFERENCES pairs (a, b) ON"
              + " DELETE CASCADE ON UPDATE RESTRICT)");
      sql.execute(
          "CREATE TABLE places (id INTEGER CONSTRAINT places_key PRIMARY KEY, x INTEGER, y INTEGER, z INTEGER,"
              + " CONSTRAINT place_key UNIQUE (y, x), CONSTRAINT z_key UNIQUE (z))");
      sql.execute(
          "CREATE TABLE visits (a INTEGER, b INTEGER, c INTEGER, CONSTRAINT visit_key FOREIGN KEY"
              + " (a, b) REFERENCES places (x, y) ON DELETE SET NULL, CONSTRAINT visit_z FOREIGN"
              + " KEY (c) REFERENCES places (z))");
    }
  }

  @AfterAll
  static void closeBoth() throws SQLException {
    vectra.close();
    h2.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TABLE_CONSTRAINTS       | constraint_schema, constraint_name, constraint_type, table_name, enforced
          KEY_COLUMN_USAGE        | constraint_name, table_name, column_name, ordinal_position, position_in_unique_constraint
          REFERENTIAL_CONSTRAINTS | constraint_name, unique_constraint_name, match_option, update_rule, delete_rule
          """)
  void views_listWhatThoseOfH2Do(String view, String columns) throws SQLException {
    String sql = "SELECT " + columns + " FROM information_schema." + view + " ORDER BY 1, 2, 3, 4";
    assertThat(rows(vectra.createStatement().executeQuery(sql)))
        .isNotEmpty()
        .isEqualTo(rows(h2.createStatement().executeQuery(sql)));
  }

  @Test
  void checkConstraints_listConditionsAsTheyWereWritten() throws SQLException {
    assertThat(
            rows(
                vectra
                    .createStatement()
                    .executeQuery(
                        "SELECT constraint_name, check_clause FROM"
                            + " information_schema.check_constraints")))
        .containsExactly(List.of("GROWN", "x > 17"));
  }

  @Test
  void foreignKeys_areListedAsByH2() throws SQLException {
    DatabaseMetaData own = vectra.getMetaData();
    DatabaseMetaData expected = h2.getMetaData();
    assertThat(keys(own.getImportedKeys(null, null, "USERS")))
        .hasSize(3)
        .isEqualTo(keys(expected.getImportedKeys(null, null, "USERS")));
    assertThat(keys(own.getExportedKeys(null, "PUBLIC", "PAIRS")))
        .hasSize(2)
        .isEqualTo(keys(expected.getExportedKeys(null, "PUBLIC", "PAIRS")));
    assertThat(keys(own.getCrossReference(null, null, "USERS", null, null, "USERS")))
        .hasSize(1)
        .isEqualTo(keys(expected.getCrossReference(null, null, "USERS", null, null, "USERS")));
    assertThat(keys(own.getCrossReference(null, null, "USERS", null, null, "PAIRS"))).isEmpty();
    assertThat(keys(own.getImportedKeys(null, null, "VISITS")))
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(keys(expected.getImportedKeys(null, null, "VISITS")));
    assertThat(keys(own.getExportedKeys(null, null, "PLACES")))
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(keys(expected.getExportedKeys(null, null, "PLACES")));
    assertThat(keys(own.getImportedKeys(null, null, "NOWHERE"))).isEmpty();
  }

  /** All but the catalogs, which Vectra has none of. */
  private static List<List<Object>> keys(ResultSet keys) throws SQLException {
    List<List<Object>> rows = rows(keys);
    rows.forEach(
        row -> {
          row.set(0, "");
          row.set(4, "");
        });
    return rows;
  }

  private static List<List<Object>> rows(ResultSet result) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.add(String.valueOf(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }
}
