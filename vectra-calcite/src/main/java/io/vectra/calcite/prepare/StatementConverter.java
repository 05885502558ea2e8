package io.vectra.calcite.prepare;

import io.vectra.calcite.exact.NullOperands;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Objects;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableIntList;

/**
 * Calcite's converter of statements to relations. An INSERT from a query that is ordered by what it
 * does not select takes only what is selected, which Calcite forgets.
 */
final class StatementConverter extends SqlToRelConverter {
  private static final Config CONFIG =
      SqlToRelConverter.config()
          .withExpand(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .addRelBuilderConfigTransform(builder -> builder.withSimplify(false))
          .withTrimUnusedFields(false)
          .withRemoveSortInSubQuery(false);

  StatementConverter(
      VectraValidator validator, Prepare.CatalogReader catalogReader, RelOptCluster cluster) {
    super(
        (type, text, schemaPath, viewPath) -> {
          throw new VectraException(
              ErrorCode.INTERNAL, "Calcite expands a view, which only VectraView does.");
        },
        validator,
        catalogReader,
        cluster,
        NullOperands.INSTANCE,
        CONFIG);
  }

  @Override
  protected RelNode convertColumnList(SqlInsert call, RelNode source) {
    int selected =
        Objects.requireNonNull(validator).getValidatedNodeType(call.getSource()).getFieldCount();
    boolean more = source.getRowType().getFieldCount() > selected;
    return super.convertColumnList(
        call,
        more ? RelOptUtil.createProject(source, ImmutableIntList.range(0, selected)) : source);
  }
}
