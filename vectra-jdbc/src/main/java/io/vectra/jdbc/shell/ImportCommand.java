package io.vectra.jdbc.shell;

import io.vectra.calcite.prepare.BatchRowException;
import io.vectra.jdbc.VectraConnection;
import io.vectra.jdbc.shell.load.RowFile;
import io.vectra.jdbc.shell.load.VectorFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of a file, in batches, through a prepared statement; with {@code --vectors}, row
 * i gets vector i of another file.
 */
record ImportCommand(
    Path rows,
    String table,
    @Nullable Path vectors,
    @Nullable String vectorColumn,
    boolean ifEmpty) {
  private static final int BATCH_ROWS = 1_000;

  static ImportCommand parse(Path base, List<String> words) throws ShellException {
    List<String> names = new ArrayList<>();
    Path vectors = null;
    String column = null;
    boolean ifEmpty = false;
    for (Iterator<String> left = words.iterator(); left.hasNext(); ) {
      String word = left.next();
      switch (word) {
        case "--vectors" -> vectors = base.resolve(value(word, left));
        case "--into" -> column = value(word, left);
        case "--if-empty" -> ifEmpty = true;
        default -> names.add(word);
      }
    }
    if (names.size() != 2 || (vectors == null) != (column == null)) {
      throw new ShellException("write it as " + ShellCommand.IMPORT.form());
    }
    return new ImportCommand(base.resolve(names.get(0)), names.get(1), vectors, column, ifEmpty);
  }

  private static String value(String option, Iterator<String> words) throws ShellException {
    if (!words.hasNext()) {
      throw new ShellException("option " + option + " needs a value");
    }
    return words.next();
  }

  /** Inserts all rows, or none, in the open transaction or in its own; says how many. */
  String run(Connection connection, PrintStream err) throws SQLException, ShellException {
    if (ifEmpty && hasRows(connection)) {
      return table + " has rows already; nothing was imported";
    }
    try (RowFile file = RowFile.open(rows);
        VectorFile vectorFile =
            vectors == null ? null : VectorFile.open(vectors, dimensions(connection))) {
      boolean joins = connection.unwrap(VectraConnection.class).inTransaction();
      execute(connection, joins ? "SAVEPOINT \"import\"" : "BEGIN");
      boolean done = false;
      try {
        long count = insert(connection, file, vectorFile, err);
        execute(connection, joins ? "RELEASE SAVEPOINT \"import\"" : "COMMIT");
        done = true;
        return "imported " + count + " rows into " + table;
      } finally {
        if (!done) {
          execute(connection, joins ? "ROLLBACK TO SAVEPOINT \"import\"" : "ROLLBACK");
        }
      }
    } catch (IOException e) {
      throw new ShellException(e.getMessage() + " Nothing was imported.", e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean hasRows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM " + quoted(table) + " LIMIT 1")) {
      return rows.next();
    }
  }

  /** Dimensions of the column that takes the vectors; 0 where it is no column of vectors. */
  private int dimensions(Connection connection) throws SQLException {
    String sql = "SELECT " + quoted(String.valueOf(vectorColumn)) + " FROM " + quoted(table);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData columns = statement.getMetaData();
      return columns.getColumnTypeName(1).equals("VECTOR") ? columns.getPrecision(1) : 0;
    }
  }

  private long insert(
      Connection connection, RowFile file, @Nullable VectorFile vectorFile, PrintStream err)
      throws SQLException, IOException, ShellException {
    List<String> columns = new ArrayList<>(file.columns());
    if (vectorColumn != null) {
      columns.add(vectorColumn);
    }
    String sql =
        "INSERT INTO "
            + quoted(table)
            + " ("
            + String.join(", ", columns.stream().map(ImportCommand::quoted).toList())
            + ") VALUES ("
            + String.join(", ", Collections.nCopies(columns.size(), "?"))
            + ")";
    Progress progress = new Progress(err, file.bytes());
    long count = 0;
    List<Long> lines = new ArrayList<>(BATCH_ROWS);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<@Nullable Object> row = file.next(); row != null; row = file.next()) {
        for (int i = 0; i < row.size(); i++) {
          statement.setObject(i + 1, row.get(i));
        }
        if (vectorFile != null) {
          statement.setObject(columns.size(), vectorFile.next());
        }
        statement.addBatch();
        lines.add(file.line());
        if (++count % BATCH_ROWS == 0) {
          insertBatch(statement, lines);
          progress.show(file.bytesRead(), count);
        }
      }
      insertBatch(statement, lines);
    }
    progress.end();
    if (vectorFile != null && vectorFile.hasNext()) {
      throw new ShellException(
          vectors + " holds more vectors than " + rows + " has rows. Nothing was imported.");
    }
    return count;
  }

  /** Inserts what a statement has gathered; a failure names the line of the file. */
  private void insertBatch(PreparedStatement statement, List<Long> lines)
      throws SQLException, ShellException {
    try {
      statement.executeBatch();
      lines.clear();
    } catch (BatchUpdateException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BatchRowException failed) {
          throw new ShellException(
              "%s line %d: %s %s Nothing was imported."
                  .formatted(
                      rows,
                      lines.get(failed.row()),
                      failed.code().sqlState(),
                      failed.change().getMessage()),
              e);
        }
      }
      throw e;
    }
  }

  /** A name as SQL reads it: in upper case, as if it had been written without quotes. */
  private static String quoted(String name) {
    return "\"" + name.toUpperCase(java.util.Locale.ROOT).replace("\"", "\"\"") + "\"";
  }
}
