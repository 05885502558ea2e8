package io.vectra.calcite.prepare;

import io.vectra.calcite.held.HeldTable;
import io.vectra.calcite.rel.MemoryScan;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;

/** The columns that a query gives, as a client sees them. */
final class ResultColumns {
  private ResultColumns() {}

  /** The columns of a result, with nothing known of where they come from. */
  static List<ColumnInfo> of(RelDataType validatedType) {
    List<ColumnInfo> columns = new ArrayList<>();
    for (RelDataTypeField field : validatedType.getFieldList()) {
      SqlTypeInfo type = TypeMapping.toJdbc(field.getType());
      columns.add(new ColumnInfo(field.getName(), type, field.getType().isNullable()));
    }
    return columns;
  }

  /** The columns of a query's result, with what is known of where they come from. */
  static List<ColumnInfo> of(RelNode rel, RelDataType validatedType) {
    List<ColumnInfo> columns = new ArrayList<>();
    List<RelDataTypeField> fields = validatedType.getFieldList();
    for (int i = 0; i < fields.size(); i++) {
      RelDataType type = fields.get(i).getType();
      @Nullable Origin origin = origin(rel, i);
      Column column = origin == null ? null : origin.table().column(origin.column());
      SqlTypeInfo info =
          column == null ? TypeMapping.toJdbc(type) : TypeMapping.toJdbc(column.type());
      columns.add(
          new ColumnInfo(
              fields.get(i).getName(),
              info,
              type.isNullable(),
              origin == null ? null : QualifiedName.of(origin.table()),
              column == null ? null : column.name(),
              column != null && column.identity() != Column.Identity.NONE,
              origin != null && origin.rowOfTable()));
    }
    return columns;
  }

  /** A column of a table that a result column is unchanged; a join may repeat the table's rows. */
  private record Origin(TableSchema table, int column, boolean rowOfTable) {
    static @Nullable Origin joined(@Nullable Origin side) {
      return side == null ? null : new Origin(side.table, side.column, false);
    }
  }

  private static @Nullable Origin origin(RelNode rel, int field) {
    RelNode at = rel;
    int index = field;
    while (true) {
      if (at instanceof VectraTableScan scan) {
        RelOptTable table = scan.getTable();
        VectraTable vectra = table.unwrap(VectraTable.class);
        return vectra == null || index >= vectra.schema().columns().size()
            ? null
            : new Origin(vectra.schema(), index, true);
      }
      if (at instanceof MemoryScan scan && scan.source() instanceof HeldTable held) {
        TableSchema schema = held.schema();
        return index < schema.columns().size() ? new Origin(schema, index, false) : null;
      }
      if (at instanceof Project project) {
        if (!(project.getProjects().get(index) instanceof RexInputRef reference)) {
          return null;
        }
        index = reference.getIndex();
      } else if (!(at instanceof Filter) && !(at instanceof Sort)) {
        return throughJoin(at, index);
      }
      at = at.getInput(0);
    }
  }

  private static @Nullable Origin throughJoin(RelNode rel, int index) {
    if (!(rel instanceof Join join)) {
      return null;
    }
    int left = join.getLeft().getRowType().getFieldCount();
    return index < left
        ? Origin.joined(origin(join.getLeft(), index))
        : index - left < join.getRight().getRowType().getFieldCount()
            ? Origin.joined(origin(join.getRight(), index - left))
            : null;
  }
}
