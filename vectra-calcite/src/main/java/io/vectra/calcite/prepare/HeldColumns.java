package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.calcite.held.HeldRows;
import io.vectra.calcite.held.HeldTable;
import io.vectra.calcite.rel.MemoryScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Columns of held rows as they are, for which no code needs to be generated. */
record HeldColumns(List<Integer> positions) implements Plan.Rows {

  /** The columns, or null when a relation is not made of these alone. */
  static @Nullable HeldColumns of(RelNode rel) {
    if (readsHeld(rel)) {
      return new HeldColumns(IntStream.range(0, rel.getRowType().getFieldCount()).boxed().toList());
    }
    if (!(rel instanceof Project project) || !readsHeld(project.getInput())) {
      return null;
    }
    List<Integer> positions = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      if (!(expression instanceof RexInputRef column)) {
        return null;
      }
      positions.add(column.getIndex());
    }
    return new HeldColumns(positions);
  }

  private static boolean readsHeld(RelNode rel) {
    return rel instanceof MemoryScan scan && scan.source() instanceof HeldTable;
  }

  @Override
  public ResultCursor open(QueryContext context) {
    HeldRows held = (HeldRows) Objects.requireNonNull(context.get(HeldRows.NAME));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (@Nullable Object[] row : held.rows()) {
      rows.add(positions.stream().map(position -> row[position]).toArray());
    }
    return new ListCursor(rows);
  }
}
