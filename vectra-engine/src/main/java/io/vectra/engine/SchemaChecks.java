package io.vectra.engine;

import io.vectra.engine.commit.RowCheck;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.SchemaJson;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableState;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks definitions of tables and indexes before they are logged. */
final class SchemaChecks {
  private SchemaChecks() {}

  static void checkTable(TableSchema table) {
    checkName("table", table.name());
    if (table.columns().isEmpty() || table.columns().size() > Limits.MAX_COLUMNS) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "Table "
              + table.name()
              + " has "
              + table.columns().size()
              + " columns; a table has 1 to "
              + Limits.MAX_COLUMNS
              + ".");
    }
    Set<String> names = new HashSet<>();
    for (Column column : table.columns()) {
      checkName("column", column.name());
      if (!names.add(column.name())) {
        throw new VectraException(
            ErrorCode.DUPLICATE_COLUMN,
            "Table " + table.name() + " has two columns named " + column.name() + ".");
      }
      checkIdentity(table, column);
    }
    Set<Integer> keys = new HashSet<>();
    for (int position : table.primaryKey()) {
      Column column = table.column(position);
      if (!keys.add(position)) {
        throw new VectraException(
            ErrorCode.DUPLICATE_COLUMN,
            "The primary key of " + table.name() + " names " + column.name() + " twice.");
      }
      if (column.type().kind() == Kind.VECTOR || column.type().kind() == Kind.JSON) {
        throw new VectraException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Column "
                + column.name()
                + " is "
                + column.type()
                + " and cannot be part of a primary key.");
      }
      if (column.nullable()) {
        throw new VectraException(
            ErrorCode.INVALID_STATEMENT,
            "Column " + column.name() + " is part of the primary key and must be NOT NULL.");
      }
    }
  }

  /**
   * A definition with its defaults as they are to be stored.
   *
   * @throws VectraException as {@link RowCheck#check} does for a value that does not fit
   */
  static TableSchema checkDefaults(TableSchema table) {
    List<Column> columns =
        table.columns().stream().map(column -> RowCheck.checkDefault(table, column)).toList();
    return TableSchema.define(table.name(), columns, table.primaryKey(), table.constraints())
        .in(table.schema());
  }

  /** Checks that a manifest, and the log, can hold the definitions of all tables. */
  static void checkCatalog(DatabaseState state, TableSchema changed) {
    long bytes = SchemaJson.toBytes(changed).length;
    for (TableState table : state.tables().values()) {
      if (table.schema().id() != changed.id()) {
        bytes += SchemaJson.toBytes(table.schema()).length;
      }
    }
    if (bytes > Limits.MAX_CATALOG_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "With this change of table "
              + changed.name()
              + " the definitions of all tables have "
              + bytes
              + " bytes, the limit is "
              + Limits.MAX_CATALOG_BYTES
              + ". Use shorter default values. Nothing was changed.");
    }
  }

  private static void checkIdentity(TableSchema table, Column column) {
    Kind kind = column.type().kind();
    if (column.identity() != Column.Identity.NONE
        && kind != Kind.SMALLINT
        && kind != Kind.INTEGER
        && kind != Kind.BIGINT) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "Column "
              + table.name()
              + "."
              + column.name()
              + " is an IDENTITY of type "
              + column.type()
              + "; only SMALLINT, INTEGER and BIGINT can be generated.");
    }
  }

  static void checkName(String what, String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    boolean control = name.codePoints().anyMatch(Character::isISOControl);
    if (name.isEmpty() || bytes > Limits.MAX_NAME_BYTES || control) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "The "
              + what
              + " name '"
              + (control ? "..." : name)
              + "' is not allowed: 1 to "
              + Limits.MAX_NAME_BYTES
              + " bytes without control characters.");
    }
  }
}
