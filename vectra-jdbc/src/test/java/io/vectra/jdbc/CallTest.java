package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CALL through the driver. */
class CallTest {
  private static final int ROWS = 500;
  private static final String VERIFY = "CALL VECTRA.VERIFY()";

  @TempDir Path directory;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:" + directory);
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR)");
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    statement.execute("CHECKPOINT");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void verify_ofAnIntactDatabase_hasNoRows_butItsColumns() throws SQLException {
    assertThat(statement.execute(VERIFY)).isTrue();
    try (ResultSet rows = statement.getResultSet()) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnCount()).isEqualTo(10);
      assertThat(columns.getColumnLabel(3)).isEqualTo("FILE_NAME");
      assertThat(columns.getColumnType(7)).isEqualTo(Types.BIGINT);
      assertThat(rows.next()).isFalse();
    }
    try (ResultSet rows = statement.executeQuery("call \"VECTRA\".verify();")) {
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void verify_ofADamagedSegment_tellsFileBlockAndRows() throws Exception {
    String file = flipAByteOfTheSegment();
    try (PreparedStatement call = connection.prepareStatement(VERIFY)) {
      assertThat(call.getMetaData().getColumnLabel(1)).isEqualTo("SEVERITY");
      assertThat(call.getParameterMetaData().getParameterCount()).isZero();
      for (int run = 0; run < 2; run++) {
        try (ResultSet rows = call.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString("SEVERITY")).isEqualTo("ERROR");
          assertThat(rows.getString("KIND")).isEqualTo("DAMAGED_BLOCK");
          assertThat(rows.getString("FILE_NAME")).isEqualTo(file);
          assertThat(rows.getLong("BYTE_OFFSET")).isLessThanOrEqualTo(500);
          assertThat(rows.getLong("BYTE_OFFSET") + rows.getLong("BYTE_COUNT")).isGreaterThan(500);
          assertThat(rows.getString("TABLE_NAME")).isEqualTo("T");
          assertThat(rows.getLong("ROWS_LOST")).isBetween(1L, (long) ROWS);
          assertThat(rows.getBoolean("REBUILDABLE")).isFalse();
          assertThat(rows.getString("DESCRIPTION")).contains("checksum");
          assertThat(rows.next()).isFalse();
        }
      }
    }
  }

  @Test
  void verify_withinATransaction_leavesItOpen() throws SQLException {
    connection.setAutoCommit(false);
    statement.executeUpdate("INSERT INTO t VALUES (-1, 'new')");
    try (ResultSet rows = statement.executeQuery(VERIFY)) {
      assertThat(rows.next()).isFalse();
    }
    connection.rollback();
    try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(ROWS);
    }
  }

  @Test
  void verify_onAReadOnlyConnection_works() throws SQLException {
    connection.setReadOnly(true);
    try (ResultSet rows = statement.executeQuery(VERIFY)) {
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void compact_mergesTheSegmentsOfATable() throws SQLException {
    String segments =
        "SELECT row_count, deleted_row_count FROM vectra.segments WHERE table_name = 'T'";
    statement.execute("CHECKPOINT");
    statement.executeUpdate("DELETE FROM t WHERE id < 3");
    statement.execute("CHECKPOINT");
    assertThat(Answers.rows(statement, segments)).containsExactly(ROWS + "|3");
    assertThat(statement.execute("CALL VECTRA.COMPACT('T')")).isFalse();
    assertThat(statement.execute("CALL VECTRA.COMPACT('public.t')"))
        .as("as SQL reads it")
        .isFalse();
    assertThat(Answers.rows(statement, segments)).containsExactly(ROWS - 3 + "|0");
    try (CallableStatement call = connection.prepareCall("{call vectra.compact('PUBLIC.T')}")) {
      assertThat(call.execute()).isFalse();
    }
    Answers.assertRefused(statement, "CALL VECTRA.COMPACT('U')", "42P01", "U");
    connection.setReadOnly(true);
    Answers.assertRefused(statement, "CALL VECTRA.COMPACT('T')", "25006", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CALL VECTRA.COMPACT()",
        "CALL VECTRA.COMPACT(1)",
        "CALL VECTRA.COMPACT('T', 'T')",
        "CALL VERIFY()",
        "CALL VECTRA.REPAIR()",
        "CALL VECTRA.BACKUP('/tmp/x')",
        "CALL PUBLIC.VECTRA.VERIFY()",
        "CALL \"vectra\".verify()",
        "CALL COSINE_DISTANCE(1)",
        "CALL VECTRA.VERIFY(1)",
        "CALL VECTRA.VERIFY(?)",
      })
  void call_ofAnythingElse_is42883_andListsWhatIsKnown(String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "42883")
        .hasMessageContaining("known ones are VECTRA.VERIFY()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CALL",
        "CALL VECTRA.VERIFY",
        "CALL VECTRA.VERIFY(",
        "CALL ABS(1)",
        "EXPLAIN " + VERIFY
      })
  void call_malformed_isASyntaxError(String sql) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", "42601");
  }

  @Test
  void call_asAnUpdateOrABatch_isRefused() throws SQLException {
    assertThatThrownBy(() -> statement.executeUpdate(VERIFY)).isInstanceOf(SQLException.class);
    statement.addBatch(VERIFY);
    assertThatThrownBy(statement::executeBatch).isInstanceOf(SQLException.class);
  }

  @Test
  void prepareCall_withAndWithoutBraces_givesRows() throws SQLException {
    for (String sql :
        new String[] {"{call VECTRA.VERIFY()}", VERIFY, " { CALL vectra.verify() } "}) {
      try (CallableStatement call = connection.prepareCall(sql)) {
        assertThat(call.execute()).as(sql).isTrue();
        assertThat(call.getResultSet().next()).isFalse();
        assertThatThrownBy(() -> call.getString(1))
            .hasFieldOrPropertyWithValue("SQLState", "22023");
        assertThatThrownBy(() -> call.getString("p"))
            .isInstanceOf(SQLFeatureNotSupportedException.class);
      }
    }
    assertThatThrownBy(() -> connection.prepareCall("{? = call VECTRA.VERIFY()}"))
        .hasFieldOrPropertyWithValue("SQLState", "0A000");
  }

  @Test
  void prepareCall_isOneObjectToItsClient() throws SQLException {
    try (CallableStatement call = connection.prepareCall(VERIFY);
        ResultSet rows = call.executeQuery()) {
      assertThat(rows.getStatement()).isSameAs(call);
      assertThat(call).isEqualTo(call).isNotEqualTo(connection.prepareCall(VERIFY));
      assertThat(call).hasSameHashCodeAs(call);
      assertThat(call.unwrap(CallableStatement.class)).isSameAs(call);
    }
  }

  private String flipAByteOfTheSegment() throws Exception {
    Path segment;
    try (Stream<Path> files = Files.list(directory.resolve("t1"))) {
      segment =
          files
              .filter(file -> file.getFileName().toString().startsWith("segment-"))
              .findFirst()
              .orElseThrow();
    }
    try (FileChannel channel =
        FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 500);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, 500);
    }
    return "t1/" + segment.getFileName();
  }
}
