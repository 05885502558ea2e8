package io.vectra.calcite.schema;

import io.vectra.engine.catalog.ViewSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** A view: wherever it stands in a query, the relation of its own query stands in the plan. */
public final class VectraView extends AbstractTable implements TranslatableTable {
  private final ViewSchema schema;
  private final Expansion expansion;

  /** Makes relations of views. */
  public interface Expansion {

    /** The type of a view's rows, by its query. */
    RelDataType rowType(ViewSchema view);

    /** A view's query with the columns of the view; another one each time. */
    RelNode rows(ViewSchema view);
  }

  VectraView(ViewSchema schema, Expansion expansion) {
    this.schema = schema;
    this.expansion = expansion;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return expansion.rowType(schema);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return expansion.rows(schema);
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.VIEW;
  }
}
