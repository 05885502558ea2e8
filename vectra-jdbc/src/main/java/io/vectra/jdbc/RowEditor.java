package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.schema.TableSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rows of one table through a result that holds its primary key: each change is a
 * statement of the session's transaction, after which the row is read again.
 */
final class RowEditor {
  private final VectraStatement statement;
  private final QualifiedName table;
  private final List<ColumnInfo> columns;
  private final int[] key;
  private final MemoryCursor rows;
  private final Map<Integer, @Nullable Object> changes = new TreeMap<>();
  private final BitSet updated = new BitSet();
  private final BitSet deleted = new BitSet();
  private boolean inserting;

  private RowEditor(
      VectraStatement statement,
      QualifiedName table,
      List<ColumnInfo> columns,
      int[] key,
      MemoryCursor rows) {
    this.statement = statement;
    this.table = table;
    this.columns = columns;
    this.key = key;
    this.rows = rows;
  }

  /** Null for a result that is of no one table, or without a column of its primary key. */
  static @Nullable RowEditor of(
      VectraStatement statement, List<ColumnInfo> columns, MemoryCursor rows) throws SQLException {
    Set<QualifiedName> tables = new HashSet<>();
    for (ColumnInfo column : columns) {
      if (column.table() != null) {
        tables.add(column.rowOfTable() ? column.table() : new QualifiedName("", ""));
      }
    }
    TableSchema schema =
        tables.size() != 1 ? null : statement.connection.catalog().table(tables.iterator().next());
    if (schema == null || schema.primaryKey().isEmpty()) {
      return null;
    }
    int[] key = new int[schema.primaryKey().size()];
    for (int i = 0; i < key.length; i++) {
      key[i] = positionOf(schema.column(schema.primaryKey().get(i)).name(), columns);
      if (key[i] < 0) {
        return null;
      }
    }
    return new RowEditor(statement, QualifiedName.of(schema), columns, key, rows);
  }

  private static int positionOf(String name, List<ColumnInfo> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (name.equals(columns.get(i).columnName())) {
        return i;
      }
    }
    return -1;
  }

  boolean inserting() {
    return inserting;
  }

  void moveToInsertRow() {
    changes.clear();
    inserting = true;
  }

  /** Leaves the row to insert, and forgets what was not written. */
  void leave() {
    changes.clear();
    inserting = false;
  }

  boolean isUpdated() {
    return !inserting && rows.position() >= 0 && updated.get(rows.position());
  }

  boolean isDeleted() {
    return !inserting && rows.position() >= 0 && deleted.get(rows.position());
  }

  void change(int column, @Nullable Object value) throws SQLException {
    if (columns.get(column).columnName() == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_COLUMN_REFERENCE,
          "Column " + columns.get(column).label() + " is computed; it cannot be changed.");
    }
    changes.put(column, value == null ? null : BoundValues.of(value));
  }

  /** The value that the row to insert has so far. */
  @Nullable Object pending(int column) {
    return changes.get(column);
  }

  void insertRow() throws SQLException {
    if (!inserting) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "Not on the row to insert; call moveToInsertRow() first.");
    }
    String names = namesOf(changes.keySet(), "", ", ");
    run(
        changes.isEmpty()
            ? "INSERT INTO " + quoted(table) + " DEFAULT VALUES"
            : "INSERT INTO "
                + quoted(table)
                + " ("
                + names
                + ") VALUES ("
                + changes.keySet().stream().map(any -> "?").collect(Collectors.joining(", "))
                + ")",
        new ArrayList<>(changes.values()));
    changes.clear();
  }

  void updateRow() throws SQLException {
    checkOnRow("updateRow");
    if (changes.isEmpty()) {
      return;
    }
    List<@Nullable Object> values = new ArrayList<>(changes.values());
    values.addAll(keyValues());
    checkFound(
        run(
            "UPDATE "
                + quoted(table)
                + " SET "
                + namesOf(changes.keySet(), " = ?", ", ")
                + " WHERE "
                + keyCondition(),
            values));
    List<@Nullable Object> newKey = new ArrayList<>();
    for (int column : key) {
      newKey.add(changes.containsKey(column) ? changes.get(column) : rows.value(column));
    }
    changes.clear();
    read(newKey);
    updated.set(rows.position());
  }

  void deleteRow() throws SQLException {
    checkOnRow("deleteRow");
    checkFound(run("DELETE FROM " + quoted(table) + " WHERE " + keyCondition(), keyValues()));
    deleted.set(rows.position());
    changes.clear();
  }

  void refreshRow() throws SQLException {
    checkOnRow("refreshRow");
    changes.clear();
    read(keyValues());
  }

  void cancelRowUpdates() throws SQLException {
    checkOnRow("cancelRowUpdates");
    changes.clear();
  }

  private void checkOnRow(String method) throws SQLException {
    if (inserting) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          method + " on the row to insert; call moveToCurrentRow() first.");
    }
  }

  private void checkFound(SqlResult result) throws SQLException {
    if (((SqlResult.Count) result).rows() != 1) {
      throw gone();
    }
  }

  private SQLException gone() {
    return SqlExceptions.of(
        ErrorCode.INVALID_STATEMENT, "The row is no longer in " + table + "; nothing was changed.");
  }

  /** Reads the row of a key again; columns that are computed stay. */
  private void read(List<@Nullable Object> keyValues) throws SQLException {
    List<Integer> stored = new ArrayList<>();
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = rows.value(i);
      if (columns.get(i).columnName() != null) {
        stored.add(i);
      }
    }
    String sql =
        "SELECT "
            + namesOf(stored, "", ", ")
            + " FROM "
            + quoted(table)
            + " WHERE "
            + keyCondition();
    SqlResult.Rows found = (SqlResult.Rows) run(sql, keyValues);
    try (var cursor = found.cursor()) {
      if (!cursor.next()) {
        throw gone();
      }
      for (int i = 0; i < stored.size(); i++) {
        row[stored.get(i)] = cursor.value(i);
      }
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
    rows.replace(row);
  }

  private SqlResult run(String sql, List<@Nullable Object> values) throws SQLException {
    PreparedSql prepared = statement.connection.plan(sql);
    statement.connection.checkMayRun(prepared);
    try {
      return prepared.execute(values.toArray(), statement.newControl());
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  private String keyCondition() {
    return java.util.Arrays.stream(key)
        .mapToObj(column -> quoted(columns.get(column).columnName()) + " = ?")
        .collect(Collectors.joining(" AND "));
  }

  private List<@Nullable Object> keyValues() throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int column : key) {
      Object value = rows.value(column);
      values.add(value == null ? null : BoundValues.of(value));
    }
    return values;
  }

  private String namesOf(Iterable<Integer> positions, String suffix, String separator) {
    List<String> names = new ArrayList<>();
    for (int position : positions) {
      names.add(quoted(columns.get(position).columnName()) + suffix);
    }
    return String.join(separator, names);
  }

  private static String quoted(QualifiedName name) {
    return quoted(name.schema()) + "." + quoted(name.name());
  }

  private static String quoted(@Nullable String name) {
    return '"' + String.valueOf(name).replace("\"", "\"\"") + '"';
  }
}
