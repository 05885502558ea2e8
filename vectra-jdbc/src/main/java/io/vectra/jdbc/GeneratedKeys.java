package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.schema.TableSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the rows that a statement inserted, cut to the columns that were asked for. */
record GeneratedKeys(Wanted wanted, List<SqlResult.Count> counts) {
  static final GeneratedKeys NONE = new GeneratedKeys(Wanted.NOTHING, List.of());

  /**
   * Which columns were asked for.
   *
   * @param any whether any at all
   * @param names by name; empty for all keys or for those by position
   * @param positions by position in the table, from 1
   */
  record Wanted(boolean any, List<String> names, List<Integer> positions) {
    static final Wanted NOTHING = new Wanted(false, List.of(), List.of());
    static final Wanted ALL = new Wanted(true, List.of(), List.of());

    static Wanted of(int flag) throws SQLException {
      if (flag != Statement.RETURN_GENERATED_KEYS && flag != Statement.NO_GENERATED_KEYS) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_PARAMETER,
            flag + " is neither RETURN_GENERATED_KEYS nor NO_GENERATED_KEYS.");
      }
      return new Wanted(flag == Statement.RETURN_GENERATED_KEYS, List.of(), List.of());
    }

    static Wanted of(String @Nullable [] names) {
      return names == null ? NOTHING : new Wanted(names.length > 0, List.of(names), List.of());
    }

    static Wanted of(int @Nullable [] positions) {
      return positions == null
          ? NOTHING
          : new Wanted(
              positions.length > 0, List.of(), java.util.Arrays.stream(positions).boxed().toList());
    }
  }

  /** The rows for getGeneratedKeys. */
  ResultSet rows(VectraConnection connection) throws SQLException {
    SqlResult.Count told =
        counts.stream()
            .filter(count -> !count.generatedColumns().isEmpty())
            .findFirst()
            .orElse(null);
    if (!wanted.any || told == null) {
      return VectraResultSet.of(List.of(), List.of());
    }
    List<ColumnInfo> all = told.generatedColumns();
    int[] chosen = choose(told, connection.catalog());
    if (chosen.length == 0) {
      return VectraResultSet.of(List.of(), List.of());
    }
    List<ColumnInfo> columns = new ArrayList<>();
    for (int column : chosen) {
      columns.add(all.get(column));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (SqlResult.Count count : counts) {
      for (@Nullable Object[] row : count.generated()) {
        @Nullable Object[] cut = new @Nullable Object[chosen.length];
        for (int i = 0; i < cut.length; i++) {
          cut[i] = row[chosen[i]];
        }
        rows.add(cut);
      }
    }
    return VectraResultSet.of(connection.shown(columns), rows);
  }

  private int[] choose(SqlResult.Count told, Catalog catalog) throws SQLException {
    List<ColumnInfo> all = told.generatedColumns();
    List<String> names = new ArrayList<>(wanted.names);
    for (int position : wanted.positions) {
      names.add(nameAt(position, all, catalog));
    }
    int[] chosen = new int[names.isEmpty() ? told.keyColumns() : names.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = names.isEmpty() ? i : positionOf(names.get(i), all);
    }
    return chosen;
  }

  private static String nameAt(int position, List<ColumnInfo> all, Catalog catalog)
      throws SQLException {
    QualifiedName name = all.get(0).table();
    TableSchema table = name == null ? null : catalog.table(name);
    if (table == null || position < 1 || position > table.columns().size()) {
      throw SqlExceptions.of(
          ErrorCode.UNDEFINED_COLUMN,
          "The table has no column " + position + " to return as a key.");
    }
    return table.column(position - 1).name();
  }

  private static int positionOf(String name, List<ColumnInfo> all) throws SQLException {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).label().equalsIgnoreCase(name)) {
        return i;
      }
    }
    throw SqlExceptions.of(
        ErrorCode.UNDEFINED_COLUMN,
        "Column '"
            + name
            + "' is not returned as a generated key; these are: "
            + all.stream().map(ColumnInfo::label).toList()
            + ".");
  }
}
