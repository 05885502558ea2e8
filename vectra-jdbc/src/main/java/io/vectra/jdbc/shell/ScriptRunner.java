package io.vectra.jdbc.shell;

import io.vectra.calcite.parser.SqlScript;
import io.vectra.calcite.prepare.Session;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script: its statements and commands in order, until one fails. What it prints depends on
 * the data alone, unless the timer is on.
 */
final class ScriptRunner implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String IN_MEMORY = "jdbc:vectra:memory:shell";

  private final Path base;
  private final PrintStream out;
  private final PrintStream err;
  private @Nullable Connection connection;
  private boolean timer;
  private boolean left;

  /**
   * A runner.
   *
   * @param base the directory that relative paths of commands are in
   */
  ScriptRunner(Path base, PrintStream out, PrintStream err) {
    this.base = base;
    this.out = out;
    this.err = err;
  }

  /** The JDBC URL of a database directory. */
  static String url(String directory) {
    return "jdbc:vectra:"
        + URLEncoder.encode(directory, StandardCharsets.UTF_8)
            .replace("+", "%20")
            .replace("%2F", "/");
  }

  /** Opens a database in the place of the one that is open. */
  void open(Path directory) throws ShellException {
    close();
    connection = connect(url(directory.toString()));
  }

  /** Whether {@code .quit} was run. */
  boolean left() {
    return left;
  }

  /** Runs a whole script, or up to {@code .quit}; a failure names the line. */
  void run(String name, String script) throws ShellException {
    String[] lines = script.split("\n", -1);
    StringBuilder sql = new StringBuilder();
    int sqlLine = 1;
    for (int i = 0; i < lines.length && !left; i++) {
      if (lines[i].startsWith(".")) {
        runSql(name, sql.toString(), sqlLine);
        sql.setLength(0);
        sqlLine = i + 2;
        try {
          command(lines[i].strip());
        } catch (ShellException e) {
          throw new ShellException(name + ":" + (i + 1) + ": " + e.getMessage(), e);
        }
      } else {
        sql.append(lines[i]).append('\n');
      }
    }
    if (!left) {
      runSql(name, sql.toString(), sqlLine);
    }
  }

  /** Runs what was entered at a prompt: statements, or one command. */
  void run(String entered) throws ShellException {
    if (entered.startsWith(".")) {
      command(entered.strip());
    } else {
      for (SqlScript.Statement statement : SqlScript.split(entered)) {
        try {
          runStatement(statement.text());
        } catch (SQLException e) {
          throw new ShellException(e.getSQLState() + " " + e.getMessage(), e);
        }
      }
    }
  }

  private void runSql(String name, String sql, int firstLine) throws ShellException {
    for (SqlScript.Statement statement : SqlScript.split(sql)) {
      int line = firstLine + statement.line() - 1;
      try {
        runStatement(statement.text());
      } catch (SQLException e) {
        throw new ShellException(
            name + ":" + line + ": " + e.getSQLState() + " " + e.getMessage(), e);
      } catch (ShellException e) {
        throw new ShellException(name + ":" + line + ": " + e.getMessage(), e);
      }
    }
  }

  private void runStatement(String sql) throws SQLException, ShellException {
    long start = System.nanoTime();
    try (Statement statement = connection().createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          TablePrinter.print(result, out);
        }
      } else {
        String word = sql.strip().split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
        boolean counted = List.of("INSERT", "UPDATE", "DELETE").contains(word);
        out.println(counted ? word + " " + statement.getLargeUpdateCount() : word);
      }
    }
    if (timer) {
      out.printf(Locale.ROOT, "Time: %.3f ms%n", (System.nanoTime() - start) / NANOS_PER_MILLI);
    }
  }

  private void command(String line) throws ShellException {
    List<String> words = words(line);
    ShellCommand command = ShellCommand.of(words.get(0));
    List<String> rest = words.subList(1, words.size());
    try {
      switch (command) {
        case DATABASE -> open(base.resolve(only(command, rest)));
        case IMPORT -> {
          ImportCommand task = ImportCommand.parse(base, rest);
          out.println(task.run(connection(), err));
        }
        case TABLES -> {
          try (ResultSet tables =
              connection().getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
              out.println(tables.getString("TABLE_NAME"));
            }
          }
        }
        case SCHEMA -> schema(only(command, rest));
        case PRINT -> out.println(line.substring(words.get(0).length()).strip());
        case TIMER ->
            timer =
                switch (only(command, rest)) {
                  case "on" -> true;
                  case "off" -> false;
                  default -> throw new ShellException("write it as " + command.form());
                };
        case HELP -> out.print(ShellCommand.help());
        case QUIT -> left = true;
      }
    } catch (SQLException e) {
      throw new ShellException(e.getSQLState() + " " + e.getMessage(), e);
    }
  }

  private void schema(String table) throws SQLException, ShellException {
    try (ResultSet columns =
        connection()
            .getMetaData()
            .getColumns(null, Session.DEFAULT_SCHEMA, table.toUpperCase(Locale.ROOT), "%")) {
      while (columns.next()) {
        out.println(
            columns.getString("COLUMN_NAME")
                + " "
                + type(columns)
                + ("NO".equals(columns.getString("IS_NULLABLE")) ? " NOT NULL" : ""));
      }
    }
  }

  /** A type as CREATE TABLE takes it. */
  private static String type(ResultSet column) throws SQLException {
    String name = column.getString("TYPE_NAME");
    int size = column.getInt("COLUMN_SIZE");
    return switch (name) {
      case "VARCHAR", "VARBINARY", "VECTOR" -> name + "(" + size + ")";
      case "DECIMAL" -> name + "(" + size + ", " + column.getInt("DECIMAL_DIGITS") + ")";
      default -> name;
    };
  }

  private static String only(ShellCommand command, List<String> words) throws ShellException {
    if (words.size() != 1) {
      throw new ShellException("write it as " + command.form());
    }
    return words.get(0);
  }

  /** Words between spaces; double quotes keep spaces together. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (char c : (line + " ").toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    return words;
  }

  /** The open database; one in memory when none was named. */
  private Connection connection() throws ShellException {
    Connection open = connection;
    if (open == null) {
      open = connect(IN_MEMORY);
      connection = open;
    }
    return open;
  }

  private static Connection connect(String url) throws ShellException {
    try {
      return DriverManager.getConnection(url);
    } catch (SQLException e) {
      throw new ShellException(e.getSQLState() + " " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws ShellException {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new ShellException(e.getSQLState() + " " + e.getMessage(), e);
      } finally {
        connection = null;
      }
    }
  }
}
