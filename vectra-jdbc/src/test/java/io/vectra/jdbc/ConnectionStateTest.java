package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.sql.Blob;
import java.sql.ClientInfoStatus;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection keeps and makes beside statements. */
class ConnectionStateTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:state");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void clientInfo_isKeptAndAnUnknownNameChangesNothing() throws SQLException {
    connection.setClientInfo("ApplicationName", "reports");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("reports");
    Properties unknown = new Properties();
    unknown.setProperty("Nope", "1");
    assertThatThrownBy(() -> connection.setClientInfo(unknown))
        .isInstanceOfSatisfying(
            SQLClientInfoException.class,
            e ->
                assertThat(e.getFailedProperties())
                    .containsEntry("Nope", ClientInfoStatus.REASON_UNKNOWN_PROPERTY));
    assertThat(connection.getClientInfo()).containsEntry("ApplicationName", "reports");
    connection.setClientInfo(new Properties());
    assertThat(connection.getClientInfo()).isEmpty();
    assertThat(Answers.rows(connection.getMetaData().getClientInfoProperties())).hasSize(3);
  }

  @Test
  void blobAndClob_madeByTheConnection_areBoundAndReadAgain() throws SQLException, IOException {
    statement.execute("CREATE TABLE lobs (id INT PRIMARY KEY, text CLOB, bytes BLOB)");
    Clob clob = connection.createClob();
    try (Writer writer = clob.setCharacterStream(1)) {
      writer.write("some text");
    }
    clob.setString(6, "words");
    Blob blob = connection.createBlob();
    blob.setBytes(1, new byte[] {1, 2, 3});
    blob.truncate(2);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lobs VALUES (1, ?, ?)")) {
      insert.setClob(1, clob);
      insert.setBlob(2, blob);
      insert.executeUpdate();
    }
    ResultSet rows = statement.executeQuery("SELECT text, bytes FROM lobs");
    rows.next();
    assertThat(rows.getClob(1).getSubString(1, 100)).isEqualTo("some words");
    assertThat(rows.getNClob(1).position("words", 1)).isEqualTo(6);
    assertThat(rows.getBlob(2).getBytes(1, 2)).containsExactly(1, 2);
    assertThat(rows.getObject(1, Clob.class).length()).isEqualTo(10);
    assertThat(rows.getObject(2, Blob.class).length()).isEqualTo(2);
    clob.free();
    assertThatThrownBy(clob::length).hasFieldOrPropertyWithValue("SQLState", "55000");
  }

  @Test
  void generatedKeys_byPositionAndNameOutsideOfPublic_areFound() throws SQLException {
    statement.execute("CREATE SCHEMA shop");
    statement.execute(
        "CREATE TABLE shop.item (name VARCHAR, id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY)");
    statement.executeUpdate("INSERT INTO shop.item (name) VALUES ('a')", new int[] {2});
    ResultSet keys = statement.getGeneratedKeys();
    assertThat(keys.getMetaData().getSchemaName(1)).isEqualTo("SHOP");
    assertThat(Answers.rows(keys)).containsExactly("1");
    statement.executeUpdate("INSERT INTO shop.item (name) VALUES ('b')", new String[] {"id"});
    assertThat(Answers.rows(statement.getGeneratedKeys())).containsExactly("2");
    statement.execute(
        "INSERT INTO shop.item (name) VALUES ('c'), ('d')", Statement.RETURN_GENERATED_KEYS);
    assertThat(Answers.rows(statement.getGeneratedKeys())).containsExactly("3", "4");
    ResultSet rows = statement.executeQuery("SELECT id, name || 'x' FROM shop.item");
    assertThat(rows.getMetaData().getSchemaName(1)).isEqualTo("SHOP");
    assertThat(rows.getMetaData().getSchemaName(2)).isEmpty();
  }

  @Test
  void maxFieldSize_cutsTextsAndBytesAlone() throws SQLException {
    statement.setMaxFieldSize(2);
    ResultSet rows =
        statement.executeQuery(
            "SELECT CAST('text' AS VARCHAR), CAST(X'010203' AS VARBINARY), 12345");
    rows.next();
    assertThat(rows.getString(1)).isEqualTo("te");
    assertThat(rows.getBytes(2)).containsExactly(1, 2);
    assertThat(rows.getInt(3)).isEqualTo(12345);
  }
}
