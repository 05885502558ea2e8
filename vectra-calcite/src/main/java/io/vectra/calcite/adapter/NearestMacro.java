package io.vectra.calcite.adapter;

import io.vectra.calcite.function.Metrics;
import io.vectra.calcite.function.VectorValue;
import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.vector.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.TableMacro;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * {@code TABLE(KNN('T', 'C', '[1,2,3]', k [, metric]))}: the columns of the table and DISTANCE,
 * nearest first, rows without a distance left out. Calcite wants all arguments to be constants.
 */
final class NearestMacro implements TableMacro {
  static final String NAME = "KNN";

  private static final List<FunctionParameter> PARAMETERS =
      List.of(
          new Parameter(0, "TABLE", String.class, false),
          new Parameter(1, "COLUMN", String.class, false),
          new Parameter(2, "QUERY", Object.class, false),
          new Parameter(3, "K", Integer.class, false),
          new Parameter(4, "METRIC", String.class, true));

  private final Supplier<Catalog> catalog;
  private final Function<TableSchema, VectraTable> tables;

  NearestMacro(Supplier<Catalog> catalog, Function<TableSchema, VectraTable> tables) {
    this.catalog = catalog;
    this.tables = tables;
  }

  /** Calcite gives a macro the values of parameters of Java's types alone. */
  private record Parameter(int ordinal, String name, Class<?> type, boolean optional)
      implements FunctionParameter {
    @Override
    public int getOrdinal() {
      return ordinal;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public RelDataType getType(RelDataTypeFactory factory) {
      return ((JavaTypeFactory) factory).createJavaType(type);
    }

    @Override
    public boolean isOptional() {
      return optional;
    }
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return PARAMETERS;
  }

  @Override
  public TranslatableTable apply(List<? extends @Nullable Object> arguments) {
    List<@Nullable Object> given = new ArrayList<>(arguments);
    Catalog current = catalog.get();
    TableSchema table = table(current, text(given.get(0), "table"));
    int column = column(table, text(given.get(1), "column"));
    Object query = given.get(2) instanceof NlsString text ? text.getValue() : given.get(2);
    if (query == null || !(given.get(3) instanceof Number k) || k.longValue() < 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "KNN takes a query vector such as '[1,2,3]' and a k of 0 or more, not "
              + query
              + " and "
              + given.get(3)
              + ".");
    }
    Object metric = given.size() > 4 ? given.get(4) : null;
    Metric by =
        metric == null ? Metrics.ofIndexes(current, table, column) : Metrics.of(metric.toString());
    String vector = Vectors.format(VectorValue.floats(query));
    return new NearestTable(
        tables.apply(table),
        builder -> new ScanSpec.Nearest(column, builder.makeLiteral(vector), by, Absent.LEFT_OUT),
        k.longValue());
  }

  private static String text(@Nullable Object argument, String what) {
    if (argument == null) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "The " + what + " of KNN is NULL; it is a name.");
    }
    return argument.toString();
  }

  private static TableSchema table(Catalog catalog, String name) {
    TableSchema exact = catalog.table(name);
    TableSchema table = exact == null ? catalog.table(name.toUpperCase(Locale.ROOT)) : exact;
    if (table == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE, "Table '" + name + "' of KNN does not exist.");
    }
    return table;
  }

  private static int column(TableSchema table, String name) {
    int exact = table.positionOf(name);
    int column = exact < 0 ? table.positionOf(name.toUpperCase(Locale.ROOT)) : exact;
    if (column < 0 || table.column(column).type().kind() != ColumnType.Kind.VECTOR) {
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN,
          "Column '" + name + "' of KNN is no vector column of table " + table.name() + ".");
    }
    return column;
  }
}
