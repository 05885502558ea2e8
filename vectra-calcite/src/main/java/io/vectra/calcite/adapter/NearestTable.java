package io.vectra.calcite.adapter;

import com.google.common.collect.ImmutableList;
import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.schema.VectraTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** The rows of a table that are nearest to a vector, and their distances. */
final class NearestTable extends AbstractTable implements TranslatableTable {
  private static final String DISTANCE = "DISTANCE";

  private final VectraTable table;
  private final Function<RexBuilder, ScanSpec.Nearest> nearest;
  private final long k;

  NearestTable(VectraTable table, Function<RexBuilder, ScanSpec.Nearest> nearest, long k) {
    this.table = table;
    this.nearest = nearest;
    this.k = k;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    return typeFactory
        .builder()
        .addAll(table.getRowType(typeFactory).getFieldList())
        .add(DISTANCE, VectraTableScan.distanceType(typeFactory))
        .build();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(k, List.of());
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    RexBuilder builder = context.getCluster().getRexBuilder();
    RelDataType rowType = table.getRowType(context.getCluster().getTypeFactory());
    RelOptTable scanned =
        RelOptTableImpl.create(
            relOptTable.getRelOptSchema(), rowType, table, ImmutableList.of(table.schema().name()));
    List<String> names = new ArrayList<>(rowType.getFieldNames());
    names.add(DISTANCE);
    ScanSpec spec =
        ScanSpec.all()
            .withNearest(nearest.apply(builder))
            .withLimit(null, builder.makeExactLiteral(BigDecimal.valueOf(k)));
    return VectraTableScan.create(context.getCluster(), scanned, table, ScanSpec.all())
        .with(spec, names);
  }
}
