package io.vectra.jdbc.hostile;

import io.vectra.jdbc.VectraDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** A process of its own that sends every hostile input, and prints what came of it. */
final class HostileClient {
  private int inputs;
  private int refused;
  private int unexpected;

  private HostileClient() {}

  /** Arguments: the directory of a database. */
  public static void main(String[] arguments) throws SQLException {
    HostileClient client = new HostileClient();
    String url = "jdbc:vectra:" + arguments[0];
    for (List<String> option : HostileInputs.options()) {
      client.mustRefuse(
          () -> DriverManager.getConnection(url + "?" + option.get(0) + "=" + option.get(1)));
      Properties properties = new Properties();
      properties.setProperty(option.get(0), option.get(1));
      client.mustRefuse(() -> DriverManager.getConnection(url, properties));
    }
    for (String each : HostileInputs.urls()) {
      client.send(() -> DriverManager.getConnection(each).close());
      VectraDataSource source = new VectraDataSource();
      source.setUrl(each);
      client.send(() -> source.getConnection().close());
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      for (String sql : HostileInputs.statements()) {
        client.send(() -> statement.execute(sql));
      }
    }
    System.out.println(
        "inputs "
            + client.inputs
            + " refused "
            + client.refused
            + " unexpected "
            + client.unexpected);
  }

  private void mustRefuse(Attempt attempt) {
    int before = refused;
    send(attempt);
    if (refused == before) {
      unexpected++;
      System.out.println("an option was taken");
    }
  }

  private void send(Attempt attempt) {
    inputs++;
    try {
      attempt.run();
    } catch (SQLException e) {
      refused++;
      if (e.getSQLState() == null || e.getSQLState().equals("XX000")) {
        unexpected++;
        System.out.println(e.getSQLState() + " " + e.getMessage());
      }
    } catch (RuntimeException | Error e) {
      unexpected++;
      System.out.println(e);
    }
  }

  private interface Attempt {
    void run() throws SQLException;
  }
}
