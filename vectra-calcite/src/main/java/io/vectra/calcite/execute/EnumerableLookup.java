package io.vectra.calcite.execute;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.translate.ScanTemplate;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

/** A join that looks the rows of a table up by the keys of its input, many at a time. */
public final class EnumerableLookup extends SingleRel implements EnumerableRel {
  private static final Method JOIN =
      Types.lookupMethod(LookupRows.class, "join", Enumerable.class, DataContext.class);

  /** Offers a lookup for a join on columns by which a table can be looked up. */
  public static final RelOptRule RULE = new Rule();

  private final Lookup lookup;

  /**
   * What is looked up.
   *
   * @param table its scan with what that has absorbed
   * @param type INNER, or LEFT where rows without any stay
   */
  record Lookup(VectraTableScan table, LookupKeys keys, JoinRelType type) {}

  private EnumerableLookup(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      Lookup lookup,
      RelDataType rowType) {
    super(cluster, traits, input);
    this.lookup = lookup;
    this.rowType = rowType;
  }

  private static final class Rule extends RelOptRule {
    Rule() {
      super(
          operand(
              LogicalJoin.class,
              operand(RelNode.class, any()),
              operand(VectraTableScan.class, none())),
          "EnumerableLookup");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalJoin join = call.rel(0);
      VectraTableScan table = call.rel(2);
      JoinRelType type = join.getJoinType();
      LookupKeys keys =
          type == JoinRelType.INNER || type == JoinRelType.LEFT ? LookupKeys.of(join, table) : null;
      if (keys == null) {
        return;
      }
      RelNode input = join.getLeft();
      call.transformTo(
          new EnumerableLookup(
              join.getCluster(),
              join.getCluster().traitSetOf(EnumerableConvention.INSTANCE),
              convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE)),
              new Lookup(table, keys, type),
              join.getRowType()));
    }
  }

  /** What the scan of the table that is looked up has absorbed. */
  ScanSpec spec() {
    return lookup.table().spec();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableLookup(getCluster(), traitSet, sole(inputs), lookup, getRowType());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    VectraTableScan table = lookup.table();
    double keys = table.distinct(ImmutableBitSet.of(lookup.keys().inner()));
    double forEach = table.estimatedRows() / Math.max(1, keys);
    return mq.getRowCount(getInput())
        * (lookup.type() == JoinRelType.LEFT ? Math.max(1, forEach) : forEach);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = estimateRowCount(mq) + mq.getRowCount(getInput()) * lookup.keys().cost();
    return planner.getCostFactory().makeCost(rows, rows, 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer)
        .item("type", lookup.type().lowerName)
        .item("keys", pairs())
        .item("by", lookup.keys().by());
    return lookup.table().explainTerms(writer);
  }

  /** The fields of the input and the columns that they are equal to. */
  private List<String> pairs() {
    List<RelDataTypeField> outer = getInput().getRowType().getFieldList();
    LookupKeys keys = lookup.keys();
    return IntStream.range(0, keys.outer().size())
        .mapToObj(
            i ->
                outer.get(keys.outer().get(i)).getName()
                    + " = "
                    + lookup.table().vectraTable().schema().column(keys.columns().get(i)).name())
        .toList();
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), Prefer.ARRAY);
    VectraTableScan table = lookup.table();
    TableRows found =
        new TableRows(
            new ScanTemplate(table.vectraTable(), table.spec(), getCluster().getRexBuilder()));
    List<RelDataType> types =
        getInput().getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
    Expression stashed =
        implementor.stash(
            new LookupRows(found, lookup.keys(), lookup.type(), types), LookupRows.class);
    BlockBuilder block = new BlockBuilder();
    Expression input = block.append("rows", rows.block);
    block.add(
        Expressions.return_(
            null, Expressions.call(stashed, JOIN, input, implementor.getRootExpression())));
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    return implementor.result(physType, block.toBlock());
  }
}
