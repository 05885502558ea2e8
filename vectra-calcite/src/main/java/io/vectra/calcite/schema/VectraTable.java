package io.vectra.calcite.schema;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.sql2rel.NullInitializerExpressionFactory;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of one schema version. Where rows are to be changed, it has one column more at its end:
 * the encoded key of the row.
 */
public final class VectraTable extends AbstractTable implements TranslatableTable {
  /** Name of the additional column; no user can write it. */
  public static final String ROW_KEY = "\u0001KEY";

  private final TableSchema schema;
  private final List<ScalarIndex> indexes;
  private final TableStatistics statistics;
  private final boolean keyed;
  private final Consumer<TableSchema> used;
  private final Defaults defaults;
  private final @Nullable StandaloneSource source;
  private final Initializer initializer = new Initializer();

  /** Makes expressions of defaults that are computed. */
  @FunctionalInterface
  public interface Defaults {
    /** The expression as part of the plan of the statement. */
    RexNode of(DefaultExpression expression);
  }

  /**
   * A table.
   *
   * @param keyed whether the additional column is there
   * @param used is told when a statement reads or changes it
   * @param defaults makes expressions of its defaults
   */
  VectraTable(
      TableSchema schema,
      List<ScalarIndex> indexes,
      TableStatistics statistics,
      boolean keyed,
      Consumer<TableSchema> used,
      Defaults defaults) {
    this(schema, indexes, statistics, keyed, used, defaults, null);
  }

  private VectraTable(
      TableSchema schema,
      List<ScalarIndex> indexes,
      TableStatistics statistics,
      boolean keyed,
      Consumer<TableSchema> used,
      Defaults defaults,
      @Nullable StandaloneSource source) {
    this.schema = schema;
    this.indexes = List.copyOf(indexes);
    this.statistics = statistics;
    this.keyed = keyed;
    this.used = used;
    this.defaults = defaults;
    this.source = source;
  }

  /** A table that a stock Calcite connection reads. */
  public static VectraTable standalone(
      TableSchema schema, TableStatistics statistics, StandaloneSource source) {
    return new VectraTable(
        schema, List.of(), statistics, false, any -> {}, VectraTable::refuseDefault, source);
  }

  private static RexNode refuseDefault(DefaultExpression expression) {
    throw new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "DEFAULT " + expression.text() + " is computed in sessions of Vectra's own alone.");
  }

  /** What a stock Calcite connection reads it from; null in a session of Vectra's own. */
  public @Nullable StandaloneSource source() {
    return source;
  }

  public TableSchema schema() {
    return schema;
  }

  /** The secondary indexes. */
  public List<ScalarIndex> indexes() {
    return indexes;
  }

  /** What planning may know of its rows. */
  public TableStatistics statistics() {
    return statistics;
  }

  /** Whether each row carries its key after the columns. */
  public boolean keyed() {
    return keyed;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    used.accept(schema);
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    for (Column column : schema.columns()) {
      builder.add(
          column.name(), TypeMapping.toCalcite(typeFactory, column.type(), column.nullable()));
    }
    if (keyed) {
      builder.add(ROW_KEY, SqlTypeName.VARBINARY);
    }
    return builder.build();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return VectraTableScan.create(context.getCluster(), relOptTable, this, ScanSpec.all());
  }

  @Override
  public Statistic getStatistic() {
    return schema.hasHiddenKey()
        ? Statistics.of(statistics.rows(), List.of())
        : Statistics.of(statistics.rows(), List.of(ImmutableBitSet.of(schema.primaryKey())));
  }

  @Override
  public <C extends Object> C unwrap(Class<C> type) {
    if (type.isInstance(initializer)) {
      return type.cast(initializer);
    }
    return super.unwrap(type);
  }

  /** What an INSERT stores in a column that it leaves out. */
  private final class Initializer extends NullInitializerExpressionFactory {
    @Override
    public ColumnStrategy generationStrategy(RelOptTable table, int position) {
      if (position == schema.columns().size()) {
        return ColumnStrategy.NULLABLE;
      }
      Column column = schema.column(position);
      if (column.identity() == Column.Identity.ALWAYS
          || column.identity() == Column.Identity.BY_DEFAULT
          || column.defaultValue() != null) {
        return ColumnStrategy.DEFAULT;
      }
      return column.nullable() ? ColumnStrategy.NULLABLE : ColumnStrategy.NOT_NULLABLE;
    }

    @Override
    public RexNode newColumnDefaultValue(
        RelOptTable table, int position, InitializerContext context) {
      RexBuilder builder = context.getRexBuilder();
      Column column = schema.column(position);
      RelDataType type = table.getRowType().getFieldList().get(position).getType();
      Object value = column.defaultValue();
      if (value == null) {
        return builder.makeNullLiteral(
            builder.getTypeFactory().createTypeWithNullability(type, true));
      }
      if (value instanceof DefaultExpression expression) {
        return builder.ensureType(type, defaults.of(expression), false);
      }
      return value instanceof NextValue next
          ? builder.ensureType(type, nextValue(builder, next), false)
          : Literals.of(builder, value, type);
    }

    /** The call of the standard's operator, as which a builder of plans takes its own. */
    private static RexNode nextValue(RexBuilder builder, NextValue value) {
      return builder.makeCall(
          builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT),
          SqlStdOperatorTable.NEXT_VALUE,
          List.of(builder.makeLiteral(value.schema()), builder.makeLiteral(value.sequence())));
    }
  }
}
