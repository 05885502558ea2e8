package io.vectra.calcite.prepare;

import io.vectra.calcite.function.AssignedDefault;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of a column comes from.
 *
 * @param column its position in the table
 * @param source position in the row that has been computed, or {@link #DEFAULT}
 */
record AssignedValue(int column, int source) {
  /** The column's default. */
  static final int DEFAULT = -1;

  /** Whether it is the column's default. */
  boolean isDefault() {
    return source == DEFAULT;
  }

  /**
   * The value, made one of the column's type; a {@code NextValue} where it is still to be taken,
   * and null for an identity's default.
   */
  @Nullable Object of(TableSchema table, @Nullable Object[] row) {
    return isDefault()
        ? table.column(column).defaultValue()
        : Execution.assigned(table, column, row[source]);
  }

  /** The row with these values in it. */
  static @Nullable Object[] replaced(
      TableSchema table,
      @Nullable Object[] before,
      List<AssignedValue> values,
      @Nullable Object[] computed) {
    @Nullable Object[] replaced = new @Nullable Object[table.columns().size()];
    System.arraycopy(before, 0, replaced, 0, replaced.length);
    for (AssignedValue value : values) {
      replaced[value.column] = value.of(table, computed);
    }
    return replaced;
  }

  /**
   * Values of an assignment, of which those that are no DEFAULT are computed one after the other.
   *
   * @param first where in the computed row they begin
   */
  static List<AssignedValue> of(List<Integer> columns, List<SqlNode> values, int first) {
    List<AssignedValue> assigned = new ArrayList<>();
    int next = first;
    for (int i = 0; i < columns.size(); i++) {
      assigned.add(new AssignedValue(columns.get(i), isDefault(values.get(i)) ? DEFAULT : next++));
    }
    return assigned;
  }

  /** What is assigned to these columns, with expressions where a default is computed. */
  static List<SqlNode> computed(TableSchema table, List<Integer> columns, List<SqlNode> values) {
    List<SqlNode> computed = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      computed.add(AssignedDefault.computed(values.get(i), table.column(columns.get(i))));
    }
    return computed;
  }

  /** Whether a value is the word DEFAULT. */
  static boolean isDefault(SqlNode value) {
    return value.getKind() == SqlKind.DEFAULT;
  }

  /**
   * What an UPDATE assigns.
   *
   * @throws VectraException GENERATED_ALWAYS
   */
  static List<AssignedValue> updated(TableSchema table, List<AssignedValue> values) {
    for (AssignedValue value : values) {
      Column column = table.column(value.column);
      if (column.identity() == Column.Identity.ALWAYS && !value.isDefault()) {
        throw new VectraException(
            ErrorCode.GENERATED_ALWAYS,
            "Column "
                + name(table, column.name())
                + " is GENERATED ALWAYS and can be updated to DEFAULT alone.");
      }
    }
    return values;
  }

  /**
   * The positions of columns that are written.
   *
   * @throws VectraException UNDEFINED_COLUMN, or DUPLICATE_COLUMN
   */
  static List<Integer> positions(TableSchema table, List<String> columns) {
    List<Integer> positions = new ArrayList<>();
    for (String column : columns) {
      int position = table.positionOf(column);
      if (position < 0) {
        throw new VectraException(
            ErrorCode.UNDEFINED_COLUMN, "Column " + name(table, column) + " does not exist.");
      }
      if (positions.contains(position)) {
        throw new VectraException(
            ErrorCode.DUPLICATE_COLUMN, "Column " + name(table, column) + " is assigned twice.");
      }
      positions.add(position);
    }
    return positions;
  }

  private static String name(TableSchema table, String column) {
    return table.name() + "." + column;
  }
}
