package io.vectra.calcite.held;

import io.vectra.calcite.rel.MemoryTable;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Rows held in memory, with the columns of a table. Where they are of an INSERT that met other
 * rows, each has the columns of both: of the row that is there, of the one that was to be inserted,
 * and the number of the pair.
 */
public final class HeldTable extends MemoryTable {
  /** Name of the number of a pair; no user can write it. */
  public static final String NUMBER = "\u0001NUMBER";

  private static final String EXCLUDED = "EXCLUDED";

  /** A guess: most statements change few rows. */
  private static final double ROWS = 10;

  private final TableSchema schema;
  private final boolean pairs;

  HeldTable(TableSchema schema, boolean pairs) {
    super(ROWS);
    this.schema = schema;
    this.pairs = pairs;
  }

  /** Whether a name is that of the row that was to be inserted. */
  public static boolean isExcluded(String qualifier) {
    return qualifier.equals(EXCLUDED);
  }

  /** The name that a column of the row that was to be inserted has here. */
  public static String excluded(String column) {
    return EXCLUDED + "." + column;
  }

  /** The table whose rows these are or were. */
  public TableSchema schema() {
    return schema;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    for (Column column : schema.columns()) {
      builder.add(column.name(), type(typeFactory, column));
    }
    if (pairs) {
      for (Column column : schema.columns()) {
        builder.add(excluded(column.name()), type(typeFactory, column));
      }
      builder.add(NUMBER, SqlTypeName.INTEGER);
    }
    return builder.build();
  }

  private static RelDataType type(RelDataTypeFactory typeFactory, Column column) {
    return TypeMapping.toCalcite((VectraTypeFactory) typeFactory, column.type(), column.nullable());
  }

  @Override
  protected Object shownName(RelOptTable table) {
    return schema.name();
  }

  @Override
  protected Iterable<@Nullable Object[]> rows(DataContext context) {
    return ((HeldRows) Objects.requireNonNull(context.get(HeldRows.NAME))).rows();
  }
}
