package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows changed through a result, beside H2 where it does the same. */
class UpdatableResultSetTest {
  private static final String TABLE =
      "CREATE TABLE \"Item s\" (id INT PRIMARY KEY, name VARCHAR(20), price DECIMAL(10,2), n INT"
          + " DEFAULT 7)";
  private static final String ROWS =
      "INSERT INTO \"Item s\" VALUES (1, 'a', 1.5, 1), (2, 'b', 2.5, 2), (3, 'c', NULL, 3)";

  private Connection vectra;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:updatable");
    statement =
        vectra.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
    statement.execute(TABLE);
    statement.execute(ROWS);
  }

  @AfterEach
  void close() throws SQLException {
    vectra.close();
  }

  @Test
  void changes_ofAllKinds_leaveTheTableAndTheResultAsH2Does() throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:updatable");
        Statement theirs =
            h2.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      theirs.execute(TABLE);
      theirs.execute(ROWS);
      assertThat(changed(statement)).isEqualTo(changed(theirs));
    }
  }

  private static List<String> changed(Statement statement) throws SQLException {
    List<String> seen = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT id, name, price, n FROM \"Item s\" ORDER BY id")) {
      rows.next();
      rows.updateString("name", "changed");
      rows.updateBigDecimal(3, new BigDecimal("9.99"));
      seen.add("before updateRow " + rows.getString(2));
      rows.updateRow();
      seen.add("after updateRow " + rows.getString(2) + " " + rows.getBigDecimal(3));
      rows.next();
      rows.updateString(2, "dropped");
      rows.cancelRowUpdates();
      rows.updateRow();
      rows.updateNull("price");
      rows.updateRow();
      seen.add("second " + rows.getString(2) + " " + rows.getBigDecimal(3));
      rows.moveToInsertRow();
      rows.updateInt(1, 10);
      rows.updateObject(2, "new");
      rows.insertRow();
      rows.moveToCurrentRow();
      seen.add("current " + rows.getInt(1) + " at " + rows.getRow());
      rows.absolute(3);
      rows.deleteRow();
    }
    seen.addAll(Answers.rows(statement, "SELECT id, name, price, n FROM \"Item s\" ORDER BY id"));
    return seen;
  }

  @Test
  void deletedRow_isAPlaceWithoutValues() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT id, name FROM \"Item s\" ORDER BY id");
    rows.next();
    rows.deleteRow();
    assertThat(rows.rowDeleted()).isTrue();
    assertThatThrownBy(() -> rows.getInt(1)).hasMessageContaining("has been deleted");
    assertThat(rows.next()).isTrue();
    assertThat(rows.rowDeleted()).isFalse();
    assertThat(rows.getInt(1)).isEqualTo(2);
  }

  @Test
  void updateRow_ofTheKey_followsTheRow() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT id, n, n * 2 AS twice FROM \"Item s\"");
    rows.next();
    rows.updateInt("id", 100);
    rows.updateInt("n", 5);
    rows.updateRow();
    assertThat(rows.rowUpdated()).isTrue();
    assertThat(rows.getInt(1)).isEqualTo(100);
    rows.updateInt(2, 6);
    rows.updateRow();
    assertThat(rows.getMetaData().isWritable(2)).isTrue();
    assertThat(rows.getMetaData().isWritable(3)).isFalse();
    assertThatThrownBy(() -> rows.updateInt(3, 1)).hasMessageContaining("is computed");
    assertThat(Answers.rows(statement, "SELECT n FROM \"Item s\" WHERE id = 100"))
        .containsExactly("6");
  }

  @Test
  void updateRow_ofARowThatIsGone_saysSo() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT id, name FROM \"Item s\" ORDER BY id");
    rows.next();
    try (Statement other = vectra.createStatement()) {
      other.execute("DELETE FROM \"Item s\" WHERE id = 1");
    }
    rows.updateString(2, "late");
    assertThatThrownBy(rows::updateRow).hasMessageContaining("no longer in");
  }

  @Test
  void rollback_undoesWhatWasChangedThroughAResult() throws SQLException {
    vectra.setAutoCommit(false);
    ResultSet rows = statement.executeQuery("SELECT id, name FROM \"Item s\" ORDER BY id");
    while (rows.next()) {
      rows.updateString(2, "x");
      rows.updateRow();
    }
    vectra.rollback();
    assertThat(Answers.rows(statement, "SELECT name FROM \"Item s\" ORDER BY id"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void refreshRow_showsWhatOthersChanged() throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT id, name FROM \"Item s\" ORDER BY id");
    rows.next();
    try (Connection other = DriverManager.getConnection("jdbc:vectra:memory:updatable");
        Statement change = other.createStatement()) {
      change.execute("UPDATE \"Item s\" SET name = 'theirs' WHERE id = 1");
    }
    assertThat(rows.getString(2)).isEqualTo("a");
    rows.refreshRow();
    assertThat(rows.getString(2)).isEqualTo("theirs");
  }

  @Test
  void vectors_areUpdatedAndInserted() throws SQLException {
    statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, v VECTOR(2))");
    statement.execute("INSERT INTO docs VALUES (1, '[1,2]')");
    ResultSet rows = statement.executeQuery("SELECT v, id FROM docs");
    rows.next();
    rows.updateObject(1, new float[] {3, 4});
    rows.updateRow();
    assertThat((float[]) rows.getObject(1)).containsExactly(3, 4);
    rows.moveToInsertRow();
    rows.updateObject(1, List.of(5.0, 6), VectraType.VECTOR);
    rows.updateInt(2, 2);
    rows.insertRow();
    assertThat(Answers.rows(statement, "SELECT id, v FROM docs ORDER BY id"))
        .containsExactly("1|[3.0,4.0]", "2|[5.0,6.0]");
  }

  @Test
  void results_ofOneTable_areUpdatableWhateverStandsAroundIt() throws SQLException {
    statement.execute("CREATE VIEW cheap AS SELECT id, name FROM \"Item s\" WHERE price < 5");
    for (String sql :
        List.of(
            "SELECT * FROM cheap",
            "SELECT id, name FROM \"Item s\" FOR UPDATE",
            "SELECT id AS x, name FROM \"Item s\" WHERE id IN (SELECT id FROM cheap)",
            "SELECT id, name, ROW_NUMBER() OVER (ORDER BY id) FROM \"Item s\"",
            "SELECT id, name FROM \"Item s\" ORDER BY name DESC LIMIT 2")) {
      ResultSet rows = statement.executeQuery(sql);
      assertThat(rows.next()).as(sql).isTrue();
      rows.updateString(2, "by " + sql.length());
      rows.updateRow();
      String id = rows.getString(1);
      assertThat(Answers.rows(statement, "SELECT name FROM \"Item s\" WHERE id = " + id))
          .as(sql)
          .containsExactly("by " + sql.length());
    }
  }

  @Test
  void results_notOfOneTableWithItsKey_areReadOnlyWithAWarning() throws SQLException {
    statement.execute("CREATE TABLE free (a INT)");
    for (String sql :
        List.of(
            "SELECT name FROM \"Item s\"",
            "SELECT a FROM free",
            "SELECT x.id, y.name FROM \"Item s\" x, \"Item s\" y",
            "SELECT id, COUNT(*) FROM \"Item s\" GROUP BY id",
            "SELECT DISTINCT id FROM \"Item s\"",
            "SELECT id FROM \"Item s\" UNION ALL SELECT id FROM \"Item s\"",
            "SELECT 1")) {
      ResultSet rows = statement.executeQuery(sql);
      assertThat(rows.getConcurrency()).as(sql).isEqualTo(ResultSet.CONCUR_READ_ONLY);
      assertThat(statement.getWarnings().getSQLState()).as(sql).isEqualTo("01000");
      statement.clearWarnings();
      assertThat(rows.next() || sql.contains("free")).as(sql).isTrue();
      assertThatThrownBy(() -> rows.updateInt(1, 1))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
    assertThat(statement.executeQuery("SELECT id FROM \"Item s\" LIMIT 1").getConcurrency())
        .isEqualTo(ResultSet.CONCUR_UPDATABLE);
    assertThat(statement.executeQuery("SELECT id FROM free a, \"Item s\" b").getMetaData())
        .satisfies(any -> assertThat(any.getColumnType(1)).isEqualTo(Types.INTEGER));
  }
}
