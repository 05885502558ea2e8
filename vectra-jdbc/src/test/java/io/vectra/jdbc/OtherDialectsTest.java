package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of other databases write: it works, or the message says what to write. */
class OtherDialectsTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:other-dialects");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE q (id INTEGER, name VARCHAR(9), v VECTOR(3))");
    statement.execute("CREATE SEQUENCE counter");
    statement.execute("INSERT INTO q VALUES (1, 'x', '[1,2,3]')");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void vectorWithoutDimensions_inACast_hasThoseOfItsValue() throws SQLException {
    assertThat(
            Answers.rows(
                statement,
                "SELECT v <-> '[1,2,4]'::vector, VECTOR_DIMS(CAST('[1,2]' AS VECTOR)),"
                    + " v::vector FROM q ORDER BY v <-> '[1,2,3]'::vector LIMIT 1"))
        .containsExactly("1.0|2|[1.0,2.0,3.0]");
    Answers.assertRefused(
        statement, "CREATE TABLE e (v VECTOR)", "42601", "must say its number of dimensions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE n (a NUMBER(10))              | 42704 | use DECIMAL(p, s) instead
          CREATE TABLE n (a ENUM('a'))               | 42704 | use VARCHAR with CHECK
          CREATE TABLE n (a HALFVEC(3))              | 42704 | use VECTOR(n) instead
          CREATE TABLE n (a NOWHERE(3))              | 42704 | docs/SQL.md lists
          SELECT CAST(1 AS NVARCHAR(10))             | 42704 | use VARCHAR(n) instead
          CREATE TABLE n (a INT[])                   | 0A000 | An array type
          ALTER TABLE q ADD COLUMN a TEXT[]          | 0A000 | An array type
          ALTER TABLE q DROP COLUMN nam              | 42703 | did you mean NAME?
          ALTER TABLE q ALTER COLUMN nam SET NOT NULL | 42703 | did you mean NAME?
          ALTER TABLE q ALTER nam SET DEFAULT 1      | 42703 | did you mean NAME?
          ALTER TABLE q RENAME COLUMN nam TO x       | 42703 | did you mean NAME?
          CREATE INDEX i ON q (nam)                  | 42703 | did you mean NAME?
          CREATE VECTOR INDEX i ON q (w)             | 42703 | does not exist in table Q
          COMMENT ON COLUMN q.nam IS 'x'             | 42703 | did you mean NAME?
          UPDATE q SET (name, id) = ('a', 1)         | 0A000 | an assignment for each column
          DROP TABLE q, r                            | 0A000 | one statement for each
          TRUNCATE TABLE q, r                        | 0A000 | one statement for each
          SELECT 1 WHERE 1 = 0                       | 0A000 | FROM (VALUES (0)) AS t (x)
          CREATE EXTENSION IF NOT EXISTS vector      | 0A000 | vectors are built in
          INSERT OR IGNORE INTO q VALUES (1)         | 0A000 | ON CONFLICT DO NOTHING
          CREATE INDEX i ON q (name) WHERE id > 1    | 0A000 | A partial or covering index
          DELETE FROM q WHERE id > 1 LIMIT 1         | 0A000 | WHERE k IN (query)
          DROP SEQUENCE countr                       | 42704 | did you mean COUNTER?
          SELECT * FROM information_schema.tabels    | 42P01 | did you mean TABLES?
          SELECT * FROM vectra.segmnts               | 42P01 | did you mean SEGMENTS?
          SELECT NEXT VALUE FOR countr               | 42704 | did you mean COUNTER?
          ALTER SEQUENCE countr RESTART              | 42704 | did you mean COUNTER?
          SELECT NEXTVAL('countr')                   | 42704 | did you mean COUNTER?
          CREATE TABLE publc.x (id INTEGER)          | 3F000 | did you mean PUBLIC?
          SET SCHEMA publc                           | 3F000 | did you mean PUBLIC?
          SELECT * FROM q WHERE id = 'abc'           | 22P02 | for a comparison or conversion is no INTEGER
          """)
  void refusal_saysWhatToWrite(String sql, String state, String words) {
    Answers.assertRefused(statement, sql, state, words);
  }
}
