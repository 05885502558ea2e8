package io.vectra.calcite.adapter;

import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.linq4j.Queryable;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ModifiableTable;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A table of a stock Calcite connection; says why it cannot be changed when it is tried. */
final class AdaptedTable extends AbstractTable implements TranslatableTable, ModifiableTable {
  private final VectraTable table;

  AdaptedTable(VectraTable table) {
    this.table = table;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return table.getRowType(typeFactory);
  }

  @Override
  public Statistic getStatistic() {
    return table.getStatistic();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return table.toRel(context, relOptTable);
  }

  @Override
  public TableModify toModificationRel(
      RelOptCluster cluster,
      RelOptTable relOptTable,
      Prepare.CatalogReader catalogReader,
      RelNode child,
      TableModify.Operation operation,
      @Nullable List<String> updateColumns,
      @Nullable List<RexNode> sources,
      boolean flattened) {
    throw readOnly();
  }

  @Override
  public @Nullable Collection<?> getModifiableCollection() {
    throw readOnly();
  }

  @Override
  public <T> Queryable<T> asQueryable(QueryProvider provider, SchemaPlus schema, String name) {
    throw readOnly();
  }

  @Override
  public Type getElementType() {
    return Object[].class;
  }

  /** What code that changes rows asks for. */
  @Override
  public Expression getExpression(SchemaPlus schema, String name, Class clazz) {
    throw readOnly();
  }

  /** Why a change of it is refused. */
  VectraException readOnly() {
    return new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "Table "
            + table.schema().name()
            + " can only be read in a connection of Calcite's; change it in one to"
            + " jdbc:vectra:<directory>. Nothing was written.");
  }
}
