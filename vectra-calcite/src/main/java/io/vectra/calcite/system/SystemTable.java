package io.vectra.calcite.system;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A system view as a table of Calcite. */
public final class SystemTable extends AbstractTable implements TranslatableTable {
  private final SystemView view;

  SystemTable(SystemView view) {
    this.view = view;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    for (Column column : view.definition().columns()) {
      builder.add(
          column.name(),
          TypeMapping.toCalcite((VectraTypeFactory) typeFactory, column.type(), column.nullable()));
    }
    return builder.build();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return SystemScan.create(context.getCluster(), relOptTable, this);
  }

  /** The rows as generated code reads them, of the execution that asks. */
  public Enumerable<@Nullable Object[]> enumerate(DataContext context) {
    SystemState state = (SystemState) Objects.requireNonNull(context.get(SystemState.NAME));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] row : view.rows().of(state)) {
      @Nullable Object[] converted = new @Nullable Object[row.length];
      for (int i = 0; i < row.length; i++) {
        converted[i] = Values.toCalcite(row[i]);
      }
      rows.add(converted);
    }
    return Linq4j.asEnumerable(rows);
  }
}
