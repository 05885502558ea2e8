package io.vectra.calcite.prepare;

import io.vectra.engine.catalog.QualifiedName;
import org.jspecify.annotations.Nullable;

/**
 * A column of a result.
 *
 * @param label the alias, or the name
 * @param table the table that the column comes from unchanged, or null
 * @param columnName the column of that table, or null
 * @param autoIncrement whether the column is an IDENTITY
 * @param rowOfTable whether each row of the result is one row of that table, joined with nothing
 */
public record ColumnInfo(
    String label,
    SqlTypeInfo type,
    boolean nullable,
    @Nullable QualifiedName table,
    @Nullable String columnName,
    boolean autoIncrement,
    boolean rowOfTable) {

  /** A column that comes from no table. */
  public ColumnInfo(String label, SqlTypeInfo type, boolean nullable) {
    this(label, type, nullable, null, null, false, false);
  }

  /** The same column, shown as another type. */
  public ColumnInfo as(SqlTypeInfo other) {
    return new ColumnInfo(label, other, nullable, table, columnName, autoIncrement, rowOfTable);
  }
}
