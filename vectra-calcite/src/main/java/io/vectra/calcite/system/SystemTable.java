package io.vectra.calcite.system;

import io.vectra.calcite.rel.MemoryTable;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.schema.Column;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.jspecify.annotations.Nullable;

/** A system view as a table of Calcite. */
public final class SystemTable extends MemoryTable {
  /** A guess, more than most have and far less than a table of any size. */
  private static final double ROWS = 100;

  private final SystemView view;

  SystemTable(SystemView view) {
    super(ROWS);
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
  protected Iterable<@Nullable Object[]> rows(DataContext context) {
    return view.rows().of((SystemState) Objects.requireNonNull(context.get(SystemState.NAME)));
  }
}
