package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FOREIGN KEY constraints as SQL says them; expected rows follow from the standard. */
class ForeignKeyTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:keys");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE authors (id BIGINT PRIMARY KEY, name VARCHAR)");
    statement.execute("INSERT INTO authors VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cleo')");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void child_needsItsParent_unlessItIsNull() throws SQLException {
    statement.execute(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, author BIGINT REFERENCES authors (id))");
    statement.execute("INSERT INTO books VALUES (1, 1), (2, NULL)");
    assertThatThrownBy(() -> statement.execute("INSERT INTO books VALUES (3, 2), (4, 7)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23503"))
        .hasMessageContaining("BOOKS has (AUTHOR) = (7), and AUTHORS has no row with this ID")
        .hasMessageContaining("BOOKS_AUTHOR_FKEY");
    refused("UPDATE books SET author = 9 WHERE id = 2", "23503", "(AUTHOR) = (9)");
    refused("DELETE FROM authors WHERE id < 3", "23503", "AUTHORS with (ID) = (1)");
    refused("UPDATE authors SET id = 8 WHERE id = 1", "23503", "BOOKS_AUTHOR_FKEY");
    statement.execute("UPDATE authors SET name = 'A' WHERE id = 1");
    statement.execute("DELETE FROM authors WHERE id = 2");
    statement.execute("UPDATE books SET author = 3 WHERE id = 1");
    statement.execute("DELETE FROM authors WHERE id = 1");
    assertThat(rows("SELECT * FROM books ORDER BY id")).containsExactly("1|3", "2|null");
    assertThat(rows("SELECT id FROM authors")).containsExactly("3");
  }

  @Test
  void statement_isCheckedAtItsEnd() throws SQLException {
    statement.execute("CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES tree)");
    statement.execute("INSERT INTO tree VALUES (3, 2), (2, 1), (1, 1)");
    statement.execute("UPDATE tree SET id = id + 1, parent = parent + 1");
    assertThat(rows("SELECT * FROM tree ORDER BY id")).containsExactly("2|2", "3|2", "4|3");
    refused("DELETE FROM tree WHERE id < 4", "23503", "TREE_PARENT_FKEY");
    statement.execute("DELETE FROM tree WHERE id > 2");
    statement.execute("DELETE FROM tree");
    assertThat(rows("SELECT * FROM tree")).isEmpty();
  }

  @Test
  void noAction_sparesAKeyThatAnotherRowGets_restrictDoesNot() throws SQLException {
    statement.execute("CREATE TABLE a (author BIGINT REFERENCES authors)");
    statement.execute("INSERT INTO a VALUES (2)");
    statement.execute("UPDATE authors SET id = id + 1");
    assertThat(rows("SELECT id, name FROM authors ORDER BY id"))
        .containsExactly("2|Ada", "3|Bob", "4|Cleo");
    statement.execute("CREATE TABLE b (author BIGINT REFERENCES authors ON UPDATE RESTRICT)");
    statement.execute("INSERT INTO b VALUES (3)");
    refused("UPDATE authors SET id = id + 1", "23503", "B_AUTHOR_FKEY");
  }

  @Test
  void transaction_seesItsOwnRows_andGoesOnAfterAViolation() throws SQLException {
    statement.execute("CREATE TABLE books (author BIGINT REFERENCES authors)");
    connection.setAutoCommit(false);
    statement.execute("INSERT INTO authors VALUES (4, 'Dan')");
    statement.execute("INSERT INTO books VALUES (4)");
    refused("DELETE FROM authors WHERE id = 4", "23503", "");
    statement.execute("DELETE FROM books");
    statement.execute("DELETE FROM authors WHERE id = 4");
    refused("INSERT INTO books VALUES (4)", "23503", "");
    statement.execute("INSERT INTO books VALUES (1)");
    connection.commit();
    assertThat(rows("SELECT * FROM books")).containsExactly("1");
  }

  @Test
  void cascade_deletesAndUpdatesThroughTables() throws SQLException {
    statement.execute(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, author BIGINT,"
            + " FOREIGN KEY (author) REFERENCES authors (id) ON DELETE CASCADE ON UPDATE CASCADE)");
    statement.execute(
        "CREATE TABLE pages (book INTEGER REFERENCES books ON DELETE CASCADE, n SMALLINT)");
    statement.execute("INSERT INTO books VALUES (1, 1), (2, 1), (3, 2), (4, NULL)");
    statement.execute("INSERT INTO pages VALUES (1, 1), (1, 2), (3, 1), (NULL, 0)");
    assertThat(statement.executeUpdate("DELETE FROM authors WHERE id = 1")).isEqualTo(1);
    statement.execute("UPDATE authors SET id = id + 10");
    assertThat(rows("SELECT * FROM books ORDER BY id")).containsExactly("3|12", "4|null");
    assertThat(rows("SELECT * FROM pages ORDER BY book")).containsExactly("3|1", "null|0");
  }

  @Test
  void cascade_ofKeysThatAreSwapped_followsThem() throws SQLException {
    statement.execute(
        "CREATE TABLE books (t VARCHAR, author BIGINT REFERENCES authors ON UPDATE CASCADE)");
    statement.execute("INSERT INTO books VALUES ('by Ada', 1), ('by Bob', 2)");
    statement.execute("UPDATE authors SET id = 3 - id WHERE id < 3");
    assertThat(rows("SELECT t, name FROM books JOIN authors ON author = authors.id ORDER BY t"))
        .containsExactly("by Ada|Ada", "by Bob|Bob");
  }

  @Test
  void cascade_inCirclesAndSelfReferences_ends() throws SQLException {
    statement.execute(
        "CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INTEGER,"
            + " FOREIGN KEY (parent) REFERENCES tree ON DELETE CASCADE ON UPDATE CASCADE)");
    statement.execute("INSERT INTO tree VALUES (1, 3), (2, 1), (3, 2), (4, 3), (5, 5)");
    statement.execute("UPDATE tree SET id = 9 WHERE id = 3");
    assertThat(rows("SELECT * FROM tree ORDER BY id"))
        .containsExactly("1|9", "2|1", "4|9", "5|5", "9|2");
    statement.execute("DELETE FROM tree WHERE id = 2");
    assertThat(rows("SELECT * FROM tree")).containsExactly("5|5");
  }

  @Test
  void setNullAndSetDefault_areConstrainedToo() throws SQLException {
    statement.execute(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, a BIGINT REFERENCES authors ON DELETE SET NULL,"
            + " b BIGINT DEFAULT 3 REFERENCES authors ON DELETE SET DEFAULT ON UPDATE SET NULL,"
            + " CHECK (a IS NOT NULL OR b IS NOT NULL))");
    statement.execute("INSERT INTO books VALUES (1, 1, 1), (2, 2, NULL), (3, 1, 3)");
    statement.execute("DELETE FROM authors WHERE id = 1");
    assertThat(rows("SELECT * FROM books ORDER BY id"))
        .containsExactly("1|null|3", "2|2|null", "3|null|3");
    refused("DELETE FROM authors WHERE id = 2", "23514", "BOOKS_CHECK");
    refused("DELETE FROM authors WHERE id = 3", "23503", "BOOKS_B_FKEY");
    refused("UPDATE authors SET id = 4 WHERE id = 3", "23514", "B = NULL");
    statement.execute(
        "CREATE TABLE notes (author BIGINT NOT NULL REFERENCES authors ON DELETE SET NULL)");
    statement.execute("DELETE FROM books");
    statement.execute("INSERT INTO notes VALUES (2)");
    refused("DELETE FROM authors WHERE id = 2", "23502", "AUTHOR");
  }

  @Test
  void keyOfSeveralColumns_matchesInTheOrderGiven() throws SQLException {
    statement.execute("CREATE TABLE p (x INTEGER, y VARCHAR, PRIMARY KEY (x, y))");
    statement.execute(
        "CREATE TABLE c (a VARCHAR, b SMALLINT, CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES p (y, x)"
            + " ON UPDATE CASCADE)");
    statement.execute("INSERT INTO p VALUES (1, 'one'), (2, 'two')");
    statement.execute("INSERT INTO c VALUES ('one', 1), (NULL, 7), ('x', NULL)");
    refused("INSERT INTO c VALUES ('one', 2)", "23503", "(A, B) = (one, 2)");
    statement.execute("UPDATE p SET x = 5, y = 'five' WHERE x = 1");
    assertThat(rows("SELECT * FROM c WHERE b = 5")).containsExactly("five|5");
    refused("UPDATE p SET x = 70000 WHERE x = 5", "22003", "does not fit C.B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a BIGINT REFERENCES nowhere                              | 42P01
          a BIGINT REFERENCES authors (nowhere)                    | 42703
          a BIGINT REFERENCES authors (name)                       | 42830
          a VARCHAR REFERENCES authors                             | 42804
          a BIGINT, FOREIGN KEY (b) REFERENCES authors             | 42703
          a BIGINT, b BIGINT, FOREIGN KEY (a, b) REFERENCES authors | 42830
          a BIGINT, b BIGINT, FOREIGN KEY (a, b) REFERENCES authors (id, id) | 42830
          a BIGINT, FOREIGN KEY (a, a) REFERENCES authors (id, name) | 42830
          a BIGINT REFERENCES c                                    | 42830
          a BIGINT REFERENCES authors MATCH FULL                   | 0A000
          a BIGINT REFERENCES authors DEFERRABLE                   | 0A000
          a BIGINT REFERENCES authors ON DELETE DO                 | 42601
          a BIGINT CONSTRAINT n REFERENCES authors CONSTRAINT n CHECK (a > 1) | 42710
          """)
  void definition_thatCannotBe_isRefused(String columns, String state) throws SQLException {
    refused("CREATE TABLE c (" + columns + ")", state, "");
    assertThat(rows("SELECT * FROM information_schema.tables WHERE table_name = 'C'")).isEmpty();
  }

  @Test
  void tablesAndColumns_inUse_stayUnlessCascade() throws SQLException {
    statement.execute("CREATE TABLE books (author BIGINT REFERENCES authors, other BIGINT)");
    refused("DROP TABLE authors", "2BP01", "BOOKS_AUTHOR_FKEY of BOOKS");
    refused("TRUNCATE TABLE authors", "2BP01", "BOOKS_AUTHOR_FKEY");
    refused("ALTER TABLE books DROP COLUMN author", "2BP01", "BOOKS_AUTHOR_FKEY");
    statement.execute("ALTER TABLE books RENAME COLUMN author TO writer");
    statement.execute("ALTER TABLE authors RENAME COLUMN id TO number");
    statement.execute("ALTER TABLE authors RENAME TO people");
    statement.execute("ALTER TABLE books DROP COLUMN other");
    refused("INSERT INTO books VALUES (7)", "23503", "(WRITER) = (7), and PEOPLE has no row");
    statement.execute("DROP TABLE people CASCADE");
    statement.execute("INSERT INTO books VALUES (7)");
  }

  @Test
  void alterTable_addsWhatAllRowsFulfil_andDropsIt() throws SQLException {
    statement.execute("CREATE TABLE books (author BIGINT)");
    statement.execute("INSERT INTO books VALUES (1), (7), (NULL)");
    refused("ALTER TABLE books ADD FOREIGN KEY (author) REFERENCES authors", "23503", "(7)");
    statement.execute("DELETE FROM books WHERE author = 7");
    statement.execute(
        "ALTER TABLE books ADD FOREIGN KEY (author) REFERENCES authors ON DELETE CASCADE");
    refused("INSERT INTO books VALUES (7)", "23503", "BOOKS_AUTHOR_FKEY");
    statement.execute("DELETE FROM authors WHERE id = 1");
    assertThat(rows("SELECT * FROM books")).containsExactly("null");
    statement.execute("ALTER TABLE books DROP CONSTRAINT books_author_fkey");
    statement.execute("INSERT INTO books VALUES (7)");
  }

  @Test
  void batch_isCheckedStatementByStatement() throws SQLException {
    statement.execute("CREATE TABLE books (author BIGINT REFERENCES authors)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO books VALUES (?)")) {
      for (long author : new long[] {1, 8, 2}) {
        insert.setLong(1, author);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).hasMessageContaining("(AUTHOR) = (8)");
    }
    assertThat(rows("SELECT * FROM books")).isEmpty();
  }

  @Test
  void droppedParent_keepsLogAndManifestReadable(@TempDir Path directory) throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      Statement sql = first.createStatement();
      sql.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
      sql.execute("CREATE TABLE q (id INTEGER PRIMARY KEY)");
      sql.execute("CREATE TABLE c (a INTEGER REFERENCES p, b INTEGER REFERENCES q)");
      sql.execute("INSERT INTO p VALUES (1)");
      sql.execute("INSERT INTO q VALUES (1)");
      sql.execute("INSERT INTO c VALUES (1, 1)");
      sql.execute("DROP TABLE p CASCADE");
      sql.execute("INSERT INTO c VALUES (2, 1)");
    }
    try (Connection again = DriverManager.getConnection(url)) {
      statement = again.createStatement();
      statement.execute("INSERT INTO c VALUES (3, 1)");
      refused("INSERT INTO c VALUES (4, 4)", "23503", "C_B_FKEY");
      assertThat(rows("SELECT a FROM c ORDER BY a")).containsExactly("1", "2", "3");
    }
  }

  private List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }

  private void refused(String sql, String state, String words) {
    Answers.assertRefused(statement, sql, state, words);
  }
}
