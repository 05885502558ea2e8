package io.vectra.calcite.rel;

import io.vectra.calcite.schema.Values;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A table whose rows an execution has in memory, and reads as a whole. */
public abstract class MemoryTable extends AbstractTable implements TranslatableTable {
  private final double estimatedRows;

  /**
   * A table.
   *
   * @param estimatedRows a guess of how many there are
   */
  protected MemoryTable(double estimatedRows) {
    this.estimatedRows = estimatedRows;
  }

  /** The rows of an execution, with values of the engine's classes. */
  protected abstract Iterable<@Nullable Object[]> rows(DataContext context);

  /** The name that plans show. */
  protected Object shownName(RelOptTable table) {
    return table.getQualifiedName();
  }

  double estimatedRows() {
    return estimatedRows;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return MemoryScan.create(context.getCluster(), relOptTable, this);
  }

  /** The rows as generated code reads them: a row of one column is its value. */
  public final Enumerable<@Nullable Object> enumerate(DataContext context) {
    List<@Nullable Object> all = new ArrayList<>();
    for (@Nullable Object[] row : rows(context)) {
      @Nullable Object[] converted = new @Nullable Object[row.length];
      for (int i = 0; i < row.length; i++) {
        converted[i] = Values.toCalcite(row[i]);
      }
      all.add(row.length == 1 ? converted[0] : converted);
    }
    return Linq4j.asEnumerable(all);
  }
}
