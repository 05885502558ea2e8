package io.vectra.calcite.rel;

import io.vectra.calcite.schema.StandaloneSource;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.calcite.translate.Selectivity;
import io.vectra.engine.query.RowOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A scan of one table with all that it has absorbed; of no convention, so that rules can go on
 * folding into it. It is no {@code TableScan} of Calcite's: what Calcite knows of a table (which
 * columns are unique, say) does not hold for the columns that this scan gives.
 */
public final class VectraTableScan extends AbstractRelNode {
  private static final double NOT_ESTIMATED = -1;

  private final RelOptTable table;
  private final VectraTable vectraTable;
  private final ScanSpec spec;
  private final List<String> names;
  private final int occurrence;
  private double estimate = NOT_ESTIMATED;

  VectraTableScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelOptTable table,
      VectraTable vectraTable,
      ScanSpec spec,
      List<String> names,
      int occurrence) {
    super(cluster, traits);
    this.table = table;
    this.vectraTable = vectraTable;
    this.spec = spec;
    this.names = names;
    this.occurrence = occurrence;
  }

  /** A scan that has absorbed what {@code spec} says; names of columns are the table's. */
  public static VectraTableScan create(
      RelOptCluster cluster, RelOptTable table, VectraTable vectraTable, ScanSpec spec) {
    return new VectraTableScan(
        cluster,
        cluster.traitSetOf(Convention.NONE),
        table,
        vectraTable,
        spec,
        table.getRowType().getFieldNames(),
        0);
  }

  /** The same scan with another specification; names of the columns that it gives. */
  public VectraTableScan with(ScanSpec newSpec, List<String> newNames) {
    return new VectraTableScan(
        getCluster(), getTraitSet(), getTable(), vectraTable, newSpec, newNames, occurrence);
  }

  /** The same scan as another relation than one with another number; with 0 it is like any. */
  public VectraTableScan withOccurrence(int number) {
    return new VectraTableScan(
        getCluster(), getTraitSet(), getTable(), vectraTable, spec, names, number);
  }

  @Override
  public RelOptTable getTable() {
    return table;
  }

  public VectraTable vectraTable() {
    return vectraTable;
  }

  public ScanSpec spec() {
    return spec;
  }

  /** Names of the columns that it gives. */
  public List<String> names() {
    return names;
  }

  /** How many different values some of its columns have together, about. */
  public double distinct(ImmutableBitSet outputs) {
    List<Integer> columns = new ArrayList<>();
    List<RexNode> projects = spec.projects();
    for (int output : outputs) {
      RexNode project = projects == null ? null : projects.get(output);
      int column =
          projects == null
              ? output
              : project instanceof RexInputRef reference ? reference.getIndex() : -1;
      if (column >= vectraTable.schema().columns().size()) {
        return estimatedRows(); // the distance, or the key of the row
      }
      if (column >= 0) {
        columns.add(column);
      }
    }
    return Math.min(estimatedRows(), Selectivity.distinct(vectraTable.statistics(), columns));
  }

  /** Position of the distance in expressions of the specification. */
  public int distancePosition() {
    return table.getRowType().getFieldCount();
  }

  @Override
  protected RelDataType deriveRowType() {
    RelDataTypeFactory factory = getCluster().getTypeFactory();
    List<RelDataType> types = new ArrayList<>();
    List<RexNode> projects = spec.projects();
    if (projects == null) {
      table.getRowType().getFieldList().forEach(field -> types.add(field.getType()));
      if (spec.nearest() != null) {
        types.add(distanceType(factory));
      }
    } else {
      projects.forEach(project -> types.add(project.getType()));
    }
    return factory.createStructType(types, names);
  }

  /** The type of a distance. */
  public static RelDataType distanceType(RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), true);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new VectraTableScan(getCluster(), traitSet, table, vectraTable, spec, names, occurrence);
  }

  /** Planners compare relations all the time, and Calcite does so by what EXPLAIN says of them. */
  @Override
  public boolean deepEquals(@Nullable Object other) {
    return this == other
        || other instanceof VectraTableScan scan
            && getTraitSet().equals(scan.getTraitSet())
            && table.getQualifiedName().equals(scan.table.getQualifiedName())
            && spec.equals(scan.spec)
            && occurrence == scan.occurrence
            && getRowType().equalsSansFieldNames(scan.getRowType());
  }

  @Override
  public int deepHashCode() {
    return Objects.hash(getTraitSet(), table.getQualifiedName(), spec);
  }

  /** A stock Calcite planner meets the rules when it meets the first scan. */
  @Override
  public void register(RelOptPlanner planner) {
    StandaloneSource source = vectraTable.source();
    if (source != null) {
      source.rules().forEach(planner::addRule);
    }
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return estimatedRows();
  }

  /** How many rows it is taken to give; for this, Calcite has no code to generate. */
  public double estimatedRows() {
    if (estimate == NOT_ESTIMATED) {
      estimate = estimated();
    }
    return estimate;
  }

  private double estimated() {
    TableStatistics statistics = vectraTable.statistics();
    RexNode predicate = spec.predicate();
    double rows =
        predicate == null
            ? statistics.rows()
            : new Selectivity(vectraTable.schema(), statistics, getCluster().getRexBuilder())
                .rows(predicate);
    if (spec.fetch() instanceof RexLiteral literal) {
      Number fetch = literal.getValueAs(Number.class);
      rows = fetch == null ? rows : Math.min(rows, fetch.doubleValue());
    } else if (spec.fetch() != null) {
      rows = Math.min(rows, 10);
    }
    return Math.max(1, rows);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    ScanSpec.Nearest nearest = spec.nearest();
    List<String> indexes =
        spec.predicate() == null
            ? List.of()
            : UsableIndexes.of(vectraTable.indexes(), spec.predicate());
    return super.explainTerms(writer)
        .item("table", table.getQualifiedName())
        .itemIf("occurrence", occurrence, occurrence > 0)
        .itemIf("filter", named(spec.predicate()), spec.predicate() != null)
        .itemIf("index", String.join(", ", indexes), !indexes.isEmpty())
        .itemIf("nearest", nearest == null ? "" : term(nearest), nearest != null)
        .itemIf("order", order(), spec.order() != null)
        .itemIf("offset", spec.offset(), spec.offset() != null)
        .itemIf("fetch", spec.fetch(), spec.fetch() != null)
        .itemIf("project", columns(), spec.projects() != null);
  }

  /** The columns that rows are ordered by. */
  private String order() {
    RowOrder order = spec.order();
    if (order == null) {
      return "";
    }
    String direction = order.descending() ? " DESC" : "";
    boolean nullsFirst = order.descending() != order.nullsApart();
    String nulls = !order.nullsApart() ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST";
    return order.columns().stream()
        .map(column -> vectraTable.schema().column(column).name() + direction + nulls)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private SearchTerm term(ScanSpec.Nearest nearest) {
    return new SearchTerm(
        vectraTable.schema().column(nearest.column()).name(),
        nearest.metric(),
        nearest.query().toString(),
        nearest.absent());
  }

  private List<String> columns() {
    List<RexNode> projects = spec.projects();
    return projects == null ? List.of() : projects.stream().map(this::named).toList();
  }

  /** An expression with the names of columns in it. */
  private String named(@Nullable RexNode expression) {
    if (expression == null) {
      return "";
    }
    String text = expression.toString();
    for (int i = distancePosition(); i >= 0; i--) {
      String name =
          i == distancePosition() ? "DISTANCE" : table.getRowType().getFieldNames().get(i);
      text =
          text.replaceAll("\\$" + i + "(?![0-9])", java.util.regex.Matcher.quoteReplacement(name));
    }
    return text;
  }
}
