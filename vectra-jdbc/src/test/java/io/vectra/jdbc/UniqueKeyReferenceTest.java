package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FOREIGN KEY constraints that reference a UNIQUE constraint or a unique index. */
class UniqueKeyReferenceTest {
  private static final String URL = "jdbc:vectra:memory:unique-keys";

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection(URL);
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Random statements, each alone: both databases accept and refuse the same. */
  @Test
  void randomStatements_doWhatTheyDoInH2() throws SQLException {
    long seed = Long.getLong("vectra.seed", 11);
    Random random = new Random(seed);
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:unique-keys")) {
      Statement oracle = h2.createStatement();
      for (Statement each : List.of(statement, oracle)) {
        each.execute(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, x INTEGER, y VARCHAR(5),"
                + " UNIQUE (x, y))");
        each.execute(
            "CREATE TABLE c (id INTEGER PRIMARY KEY,"
                + " a INTEGER REFERENCES p (a) ON DELETE CASCADE ON UPDATE CASCADE,"
                + " b INTEGER REFERENCES p (a) ON DELETE SET NULL ON UPDATE SET NULL,"
                + " x INTEGER, y VARCHAR(5), FOREIGN KEY (y, x) REFERENCES p (y, x))");
      }
      int refused = 0;
      for (int i = 0; i < 400; i++) {
        String sql = randomStatement(random);
        String expected = outcome(oracle, sql);
        String what = "seed " + seed + ", " + i + ": " + sql;
        assertThat(outcome(statement, sql)).as(what).isEqualTo(expected);
        refused += expected.equals("23") ? 1 : 0;
        if (i % 90 == 89) {
          statement.execute("CHECKPOINT");
        }
        for (String table : List.of("p", "c")) {
          String all = "SELECT * FROM " + table + " ORDER BY id";
          assertThat(rows(all)).as(what).isEqualTo(Answers.rows(oracle, all));
        }
      }
      assertThat(refused).as("of 400 statements that break a key").isBetween(30, 300);
    }
  }

  private static String randomStatement(Random random) {
    int id = random.nextInt(20);
    String number = random.nextInt(6) == 0 ? "NULL" : String.valueOf(random.nextInt(9));
    String pair = random.nextInt(4) + ", " + (random.nextInt(6) == 0 ? "NULL" : "'k'");
    return switch (random.nextInt(8)) {
      case 0, 1 -> "INSERT INTO p VALUES (" + id + ", " + number + ", " + pair + ")";
      case 2, 3 ->
          "INSERT INTO c VALUES ("
              + id
              + ", "
              + number
              + ", "
              + random.nextInt(9)
              + ", "
              + pair
              + ")";
      case 4 -> "UPDATE p SET a = " + number + " WHERE id = " + id;
      case 5 -> "UPDATE p SET x = " + random.nextInt(4) + " WHERE id = " + id;
      case 6 -> "UPDATE c SET a = " + number + " WHERE id = " + id;
      default -> "DELETE FROM p WHERE id = " + id;
    };
  }

  /** The count of rows; of errors their class, since a statement may break two constraints. */
  private static String outcome(Statement statement, String sql) {
    try {
      return statement.executeUpdate(sql) + " rows";
    } catch (SQLException e) {
      return e.getSQLState().substring(0, 2);
    }
  }

  @Test
  void uniqueIndex_isReferenced_andStaysUnlessCascade() throws SQLException {
    statement.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER)");
    refused("CREATE TABLE c (a INTEGER REFERENCES p (a))", "42830", "neither its primary key nor");
    statement.execute("CREATE INDEX plain ON p (a)");
    refused("CREATE TABLE c (a INTEGER REFERENCES p (a))", "42830", "C_A_FKEY");
    statement.execute("CREATE UNIQUE INDEX one ON p (a DESC)");
    statement.execute("CREATE UNIQUE INDEX wide ON p (a, b)");
    statement.execute("CREATE TABLE c (a INTEGER REFERENCES p (a), b INTEGER)");
    statement.execute("INSERT INTO p VALUES (1, 10, 5), (2, NULL, 5)");
    statement.execute("INSERT INTO c VALUES (10, 1), (NULL, 2)");
    refused("INSERT INTO c VALUES (2, 3)", "23503", "P has no row with this A");
    refused("DELETE FROM p WHERE id = 1", "23503", "P with (A) = (10)");
    refused("UPDATE p SET a = 11 WHERE id = 1", "23503", "C_A_FKEY");
    statement.execute("UPDATE p SET a = 12 WHERE id = 2");
    statement.execute("DELETE FROM p WHERE id = 2");
    refused("DROP INDEX one", "2BP01", "C_A_FKEY of C");
    refused("ALTER TABLE p DROP COLUMN a", "2BP01", "C_A_FKEY of C");
    statement.execute("DROP INDEX wide");
    statement.execute("CREATE UNIQUE INDEX other ON p (a)");
    statement.execute("DROP INDEX one");
    refused("DROP INDEX other RESTRICT", "2BP01", "Index OTHER");
    refused("INSERT INTO c VALUES (2, 3)", "23503", "C_A_FKEY");
    statement.execute("DROP INDEX other CASCADE");
    statement.execute("INSERT INTO c VALUES (2, 3)");
    assertThat(rows("SELECT constraint_name FROM information_schema.referential_constraints"))
        .isEmpty();
  }

  @Test
  void uniqueConstraint_staysUnlessCascade() throws SQLException {
    statement.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER CONSTRAINT u UNIQUE)");
    statement.execute("CREATE TABLE c (a INTEGER)");
    statement.execute("INSERT INTO c VALUES (1)");
    refused("ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (a)", "23503", "(1)");
    statement.execute("INSERT INTO p VALUES (7, 1)");
    statement.execute("ALTER TABLE c ADD FOREIGN KEY (a) REFERENCES p (a)");
    refused("ALTER TABLE p DROP CONSTRAINT u", "2BP01", "Constraint U cannot be dropped");
    refused("DROP INDEX u CASCADE", "2BP01", "DROP CONSTRAINT U");
    statement.execute("ALTER TABLE p DROP CONSTRAINT u CASCADE");
    statement.execute("DELETE FROM p");
    assertThat(rows("SELECT a FROM c")).containsExactly("1");
  }

  @Test
  void selfReference_ofItsOwnUniqueColumn_worksFromTheStart() throws SQLException {
    statement.execute(
        "CREATE TABLE staff (id INTEGER PRIMARY KEY, badge VARCHAR UNIQUE, boss VARCHAR REFERENCES"
            + " staff (badge) ON DELETE CASCADE ON UPDATE CASCADE, note VARCHAR)");
    statement.execute("INSERT INTO staff VALUES (1, 'a', 'a', ''), (2, 'b', 'a', '')");
    refused("INSERT INTO staff VALUES (3, 'c', 'x', '')", "23503", "(BOSS) = (x)");
    statement.execute("UPDATE staff SET badge = 'z' WHERE id = 1");
    assertThat(rows("SELECT * FROM staff ORDER BY id")).containsExactly("1|z|z|", "2|b|z|");
    refused("ALTER TABLE staff DROP COLUMN badge", "2BP01", "STAFF_BOSS_FKEY");
    statement.execute("ALTER TABLE staff DROP COLUMN note");
    statement.execute("ALTER TABLE staff DROP COLUMN badge CASCADE");
    statement.execute("INSERT INTO staff VALUES (3, 'nobody')");
    assertThat(rows("SELECT * FROM staff ORDER BY id")).containsExactly("1|z", "2|z", "3|nobody");
  }

  @Test
  void commits_ofTwoTransactions_leaveNoRowWithoutItsParent() throws SQLException {
    statement.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER UNIQUE)");
    statement.execute("CREATE TABLE c (a INTEGER REFERENCES p (a))");
    statement.execute("INSERT INTO p VALUES (1, 10), (2, 20)");
    connection.setAutoCommit(false);
    try (Connection other = DriverManager.getConnection(URL)) {
      statement.execute("INSERT INTO c VALUES (10)");
      other.createStatement().execute("UPDATE p SET a = 11 WHERE id = 1");
      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
      statement.execute("UPDATE p SET a = 21 WHERE id = 2");
      other.createStatement().execute("INSERT INTO c VALUES (20)");
      assertThatThrownBy(connection::commit)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"));
    }
    assertThat(rows("SELECT c.a, p.id FROM c LEFT JOIN p ON p.a = c.a")).containsExactly("20|2");
  }

  @Test
  void reopened_keepsWhatIsReferenced_andWhatCascadeTook(@TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      Statement sql = first.createStatement();
      sql.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER UNIQUE)");
      sql.execute("CREATE TABLE c (a INTEGER REFERENCES p (a), b INTEGER REFERENCES p (b))");
      sql.execute("INSERT INTO p VALUES (1, 10, 100)");
      sql.execute("INSERT INTO c VALUES (10, 100)");
      sql.execute("CHECKPOINT");
      sql.execute("ALTER TABLE p DROP CONSTRAINT p_b_key CASCADE");
      sql.execute("INSERT INTO c VALUES (10, 7)");
    }
    for (int time = 0; time < 2; time++) {
      try (Connection again = DriverManager.getConnection(url)) {
        statement = again.createStatement();
        refused("INSERT INTO c VALUES (11, 7)", "23503", "C_A_FKEY");
        statement.execute("INSERT INTO c VALUES (10, 8)");
        assertThat(rows("CALL VECTRA.VERIFY()")).isEmpty();
        statement.execute("CHECKPOINT");
      }
    }
  }

  private List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }

  private void refused(String sql, String state, String words) {
    Answers.assertRefused(statement, sql, state, words);
  }
}
