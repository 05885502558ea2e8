package io.vectra.calcite.prepare;

import io.vectra.calcite.exact.NullOperands;
import io.vectra.calcite.function.OnceOperators;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.util.ImmutableIntList;

/**
 * Calcite's converter of statements to relations. An INSERT from a query that is ordered by what it
 * does not select takes only what is selected, which Calcite forgets. A HAVING with sub-queries is
 * one more column, by which the groups are filtered: Calcite's own filter knows the groups that its
 * first sub-query depends on, and not those of the others. Conditions of joins stay where they are
 * until all names have places: where a sub-query depends on a row of the join, Calcite takes a
 * column that it has added for a condition for one of the other side.
 */
final class StatementConverter extends SqlToRelConverter {
  private static final Config CONFIG =
      SqlToRelConverter.config()
          .withExpand(false)
          .withInSubQueryThreshold(Integer.MAX_VALUE)
          .addRelBuilderConfigTransform(
              builder -> builder.withSimplify(false).withPushJoinCondition(false))
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
  protected void convertAgg(
      Blackboard bb, SqlSelect select, List<SqlNode> orderList, List<SqlNode> extraList) {
    SqlNode having = select.getHaving();
    if (having == null || !OnceOperators.hasQuery(having)) {
      super.convertAgg(bb, select, orderList, extraList);
      return;
    }
    SqlNodeList selected = select.getSelectList();
    int condition = selected.size();
    List<SqlNode> withHaving = new ArrayList<>(selected);
    withHaving.add(having);
    select.setHaving(null);
    select.setSelectList(new SqlNodeList(withHaving, selected.getParserPosition()));
    try {
      super.convertAgg(bb, select, orderList, extraList);
    } finally {
      select.setHaving(having);
      select.setSelectList(selected);
    }
    RelNode groups = bb.root();
    RelNode found =
        RelOptUtil.createFilter(groups, List.of(RexInputRef.of(condition, groups.getRowType())));
    bb.setRoot(without(condition, found, validatedNames(select)), /* leaf= */ false);
  }

  private List<String> validatedNames(SqlSelect select) {
    return Objects.requireNonNull(validator).getValidatedNodeType(select).getFieldNames();
  }

  /** The rows without a column; those before it get names. */
  private static RelNode without(int column, RelNode rows, List<String> namesBefore) {
    List<RexNode> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (RelDataTypeField field : rows.getRowType().getFieldList()) {
      int position = field.getIndex();
      if (position != column) {
        fields.add(RexInputRef.of(position, rows.getRowType()));
        names.add(position < column ? namesBefore.get(position) : field.getName());
      }
    }
    return RelOptUtil.createProject(rows, fields, names);
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
