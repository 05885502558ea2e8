package io.vectra.calcite.execute;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * By which columns a join looks rows of a table up.
 *
 * @param outer fields of the other side
 * @param inner fields that the scan of the table gives, equal to those
 * @param columns the same as positions in the table
 * @param by the index that leads to the rows, or the primary key
 * @param leading which of the columns that leads to rows by, as positions in these lists
 * @param cost of one lookup, in rows of a scan
 */
record LookupKeys(
    List<Integer> outer,
    List<Integer> inner,
    List<Integer> columns,
    String by,
    List<Integer> leading,
    double cost) {
  private static final double KEY_COST = 16;

  /**
   * An index leads to a row, which has to be read and tested by itself; by a key of several columns
   * all combinations of their values are looked up.
   */
  private static final double INDEX_COST = 100;

  /** Types whose equal values are equal objects. */
  private static final Set<Kind> KINDS =
      EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.VARCHAR, Kind.DATE, Kind.UUID);

  /** The keys of a join on equal columns alone; null where the table cannot be looked up. */
  static @Nullable LookupKeys of(Join join, VectraTableScan table) {
    ScanSpec spec = table.spec();
    if (spec.isLimited() || spec.nearest() != null) {
      return null;
    }
    List<Integer> outer = new ArrayList<>();
    List<Integer> inner = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    int border = join.getLeft().getRowType().getFieldCount();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      if (!condition.isA(SqlKind.EQUALS)
          || !(((RexCall) condition).getOperands().get(0) instanceof RexInputRef first)
          || !(((RexCall) condition).getOperands().get(1) instanceof RexInputRef second)) {
        return null;
      }
      int left = Math.min(first.getIndex(), second.getIndex());
      int right = Math.max(first.getIndex(), second.getIndex()) - border;
      int column = left >= border || right < 0 ? -1 : column(table, right);
      if (column < 0 || !isComparable(join, left, right, table.vectraTable().schema(), column)) {
        return null;
      }
      outer.add(left);
      inner.add(right);
      columns.add(column);
    }
    List<Integer> key = table.vectraTable().schema().primaryKey();
    if (!key.isEmpty() && columns.containsAll(key)) {
      double cost = key.size() == 1 ? KEY_COST : INDEX_COST;
      return new LookupKeys(outer, inner, columns, "PRIMARY KEY", leading(key, columns), cost);
    }
    LookupKeys best = null;
    for (ScalarIndex index : table.vectraTable().indexes()) {
      List<Integer> leading = leading(index.columns(), columns);
      if (leading.size() > (best == null ? 0 : best.leading.size())) {
        best = new LookupKeys(outer, inner, columns, index.name(), leading, INDEX_COST);
      }
    }
    return best;
  }

  /** Where the columns that an index begins with stand among others, until one is missing. */
  private static List<Integer> leading(List<Integer> index, List<Integer> columns) {
    return index.stream().map(columns::indexOf).takeWhile(position -> position >= 0).toList();
  }

  private static int column(VectraTableScan table, int field) {
    List<RexNode> projects = table.spec().projects();
    int column =
        projects == null
            ? field
            : projects.get(field) instanceof RexInputRef reference ? reference.getIndex() : -1;
    return column < table.vectraTable().schema().columns().size() ? column : -1;
  }

  private static boolean isComparable(
      Join join, int left, int right, TableSchema schema, int column) {
    RelDataTypeField outer = join.getLeft().getRowType().getFieldList().get(left);
    RelDataTypeField inner = join.getRight().getRowType().getFieldList().get(right);
    return outer.getType().getSqlTypeName() == inner.getType().getSqlTypeName()
        && KINDS.contains(schema.column(column).type().kind());
  }
}
