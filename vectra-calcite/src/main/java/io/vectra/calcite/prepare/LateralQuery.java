package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.calcite.rel.InnerQuery;
import io.vectra.calcite.schema.Values;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** The query of a lateral join. */
record LateralQuery(Plan.OfQuery plan, List<RelDataType> types) implements InnerQuery {
  LateralQuery {
    types = List.copyOf(types);
  }

  @Override
  public void run(DataContext outer, @Nullable Object[] values, RowSink each) {
    QueryContext around = QueryContext.of(outer);
    @Nullable Object[] all = Arrays.copyOf(around.bindings().values(), plan.parameters().count());
    System.arraycopy(values, 0, all, all.length - values.length, values.length);
    try (OpenQuery rows = OpenQuery.of(plan, around.scope(), all, () -> {})) {
      while (rows.next()) {
        @Nullable Object[] row = new @Nullable Object[types.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = Values.toCalcite(rows.value(i));
        }
        each.row(row);
      }
    }
  }

  @Override
  public String toString() {
    return String.join("; ", plan.text().print(null));
  }
}
