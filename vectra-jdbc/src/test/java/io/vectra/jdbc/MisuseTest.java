package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client does wrong is answered with an SQLException and its code, nothing else. */
class MisuseTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:misuse");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR, n DECIMAL(6,2))");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void nullArguments_areRefused() throws SQLException {
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> statement.addBatch(null),
            () -> statement.execute((String) null),
            () -> connection.prepareStatement(null),
            () -> connection.unwrap(null),
            () -> statement.isWrapperFor(null))) {
      assertState(call, "22023");
    }
    connection.setClientInfo(null);
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
  }

  @Test
  void stream_ofNegativeLength_isRefused() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (1, ?, 1)")) {
      assertState(
          () -> insert.setBinaryStream(1, new ByteArrayInputStream(new byte[9]), -5), "22023");
      assertState(() -> insert.setCharacterStream(1, new StringReader("abc"), -5), "22023");
    }
  }

  @Test
  void setObject_withSqlType_bindsAsThatType() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
      insert.setObject(1, "7", JDBCType.INTEGER);
      insert.setObject(2, 12, JDBCType.VARCHAR);
      insert.setObject(3, 1.25, JDBCType.DECIMAL, 1);
      insert.execute();
      assertState(() -> insert.setObject(1, 1, (java.sql.SQLType) null), "22023");
    }
    try (ResultSet row = statement.executeQuery("SELECT id, s, n FROM t")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(7);
      assertThat(row.getString(2)).isEqualTo("12");
      assertThat(row.getString(3)).isEqualTo("1.30");
    }
  }

  @Test
  void text_withHalfASurrogatePair_isRefusedWhereverItComesFrom() throws SQLException {
    String half = "a\uD800b";
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (1, ?, 1)")) {
      insert.setString(1, half);
      assertState(insert::execute, "22021");
      insert.setString(1, "a\uD83D\uDE00b");
      insert.execute();
    }
    assertState(() -> statement.execute("INSERT INTO t VALUES (2, '" + half + "', 1)"), "22021");
  }

  @Test
  void rollback_toSavepointThatIsGone_isRefused() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint first = connection.setSavepoint();
    Savepoint second = connection.setSavepoint();
    connection.rollback(first);
    assertState(() -> connection.rollback(second), "3B001");
    connection.rollback(first);
    Savepoint third = connection.setSavepoint("third");
    connection.releaseSavepoint(first);
    assertState(() -> connection.rollback(first), "3B001");
    assertState(() -> connection.rollback(third), "3B001");
    statement.execute("SAVEPOINT s");
    statement.execute("SAVEPOINT u");
    statement.execute("ROLLBACK TO SAVEPOINT s");
    assertState(() -> statement.execute("RELEASE SAVEPOINT u"), "3B001");
    statement.execute("RELEASE SAVEPOINT s");
    assertState(() -> statement.execute("ROLLBACK TO SAVEPOINT s"), "3B001");
  }

  private static void assertState(ThrowingCallable call, String state) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", state);
  }
}
