package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UPDATE .. SET column = DEFAULT. */
class UpdateDefaultTest {
  private ChangeDatabase database;

  @BeforeEach
  void open() throws SQLException {
    database = ChangeDatabase.open("update-default");
  }

  @AfterEach
  void close() throws SQLException {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE t SET n = DEFAULT",
        "UPDATE t SET n = DEFAULT WHERE id > 1",
        "UPDATE t SET n = DEFAULT, s = DEFAULT, d = DEFAULT, plain = DEFAULT",
        "UPDATE t SET s = 'z', n = DEFAULT, d = d + 1 WHERE plain IS NOT NULL",
        "UPDATE t SET plain = n, n = DEFAULT, d = 2.5, s = s || 'y'",
        "UPDATE t AS x SET n = DEFAULT WHERE x.id IN (SELECT MAX(id) FROM t)",
        "UPDATE t SET d = (SELECT MAX(n) FROM t), n = DEFAULT",
        "UPDATE t SET q = DEFAULT, n = DEFAULT",
        "UPDATE t SET q = DEFAULT WHERE id = 2",
        "UPDATE t SET n = DEFAULT WHERE id = 77",
        "MERGE INTO t USING t AS u ON t.id = u.id AND u.id > 1"
            + " WHEN MATCHED THEN UPDATE SET n = DEFAULT, s = DEFAULT",
      })
  void rows_areThoseOfH2(String sql) throws SQLException {
    try (ChangeDatabase h2 =
        new ChangeDatabase(DriverManager.getConnection("jdbc:h2:mem:update-default"))) {
      assertThat(after(sql, database)).isEqualTo(after(sql, h2));
    }
  }

  private static List<String> after(String sql, ChangeDatabase database) throws SQLException {
    database.run(
        "CREATE SEQUENCE s START WITH 10",
        "CREATE TABLE t (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            + " n INTEGER DEFAULT 7 NOT NULL, s VARCHAR(9) DEFAULT 'x''y',"
            + " d DECIMAL(9, 2) DEFAULT 1.25, q INTEGER DEFAULT NEXT VALUE FOR s, plain INTEGER)",
        "INSERT INTO t (n, s, d, q, plain) VALUES (1, 'a', 1, 1, 1), (2, 'b', 2, 2, NULL),"
            + " (3, 'c', 3, 3, 3)",
        sql,
        "INSERT INTO t (plain) VALUES (99)");
    return database.rows("SELECT * FROM t ORDER BY id");
  }

  /** As in the standard and in PostgreSQL; in H2 the identity stays. */
  @ParameterizedTest
  @ValueSource(strings = {"BY DEFAULT", "ALWAYS"})
  void identity_getsTheNextValue(String generated) throws SQLException {
    database.run(
        "CREATE TABLE t (id BIGINT GENERATED " + generated + " AS IDENTITY PRIMARY KEY, n INTEGER)",
        "INSERT INTO t (n) VALUES (1), (2)",
        "UPDATE t SET id = DEFAULT, n = id + 10 WHERE id = 1",
        "MERGE INTO t USING t AS u ON t.id = u.id AND u.id = 2"
            + " WHEN MATCHED THEN UPDATE SET id = DEFAULT",
        "INSERT INTO t (n) VALUES (5)");
    assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("3 11", "4 2", "5 5");
  }

  @Test
  void everyTypeAndForm_takesTheDefault() throws SQLException {
    database.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b BOOLEAN DEFAULT TRUE, x VARBINARY(4) DEFAULT"
            + " X'0102', y DATE DEFAULT DATE '2020-02-29', v VECTOR(2) DEFAULT '[1,2]', w VECTOR(2),"
            + " u UUID DEFAULT '00000000-0000-0000-0000-000000000001', r REAL DEFAULT 1.5,"
            + " j JSON DEFAULT '{}', p VARCHAR(3))",
        "INSERT INTO t (id, w) VALUES (1, '[3,4]'), (2, NULL)",
        "UPDATE t SET b = NULL, x = NULL, y = NULL, v = NULL, u = NULL, r = NULL, j = NULL,"
            + " p = 'p'");
    assertThat(
            database.rows(
                "UPDATE t SET b = DEFAULT, x = DEFAULT, y = DEFAULT, v = DEFAULT, w = DEFAULT,"
                    + " u = DEFAULT, r = DEFAULT, j = DEFAULT, p = DEFAULT WHERE id <= ? RETURNING *",
                1))
        .containsExactly(
            "1 true 0102 2020-02-29 [1.0,2.0] null 00000000-0000-0000-0000-000000000001 1.5 {} null");
    assertThat(database.update("UPDATE t SET p = ?, id = id + 1, b = DEFAULT", "q")).isEqualTo(2);
    assertThat(database.rows("SELECT id, b, p FROM t ORDER BY id"))
        .containsExactly("2 true q", "3 true q");
  }

  @Test
  void default_thatMayNotBe_isRefused() throws SQLException {
    database.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
        "INSERT INTO t VALUES (1, 1)");
    database.assertRefused("UPDATE t SET n = DEFAULT", "23502");
    database.assertRefused("UPDATE t SET n = DEFAULT + 1", "42601");
    database.assertRefused("UPDATE t SET n = 1 WHERE n = DEFAULT", "42601");
    database.run("CREATE TABLE g (id INTEGER GENERATED ALWAYS AS IDENTITY, n INTEGER)");
    database.assertRefused("UPDATE g SET id = 1", "428C9");
  }
}
