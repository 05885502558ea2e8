package io.vectra.calcite.prepare;

import io.vectra.calcite.exact.ExactRelations;
import io.vectra.calcite.exact.ExactRexBuilder;
import io.vectra.calcite.execute.EnumerableKept;
import io.vectra.calcite.execute.EnumerableMeasured;
import io.vectra.calcite.execute.EnumerablePolled;
import io.vectra.calcite.execute.EnumerableRemembered;
import io.vectra.calcite.execute.LateParameters;
import io.vectra.calcite.execute.MeasuredRows;
import io.vectra.calcite.execute.PlanMetadata;
import io.vectra.calcite.execute.TableRows;
import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.parser.SqlLocking;
import io.vectra.calcite.parser.SqlReturning;
import io.vectra.calcite.parser.SqlVectraExplain;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.VectraSchema;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.system.SystemSchema;
import io.vectra.calcite.translate.ScanTemplate;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Calc;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Plans one statement: rewrite, validate, convert, fold into the scans. What is folded whole runs
 * directly; anything else is optimised by Volcano and compiled. Used once, by one thread.
 */
final class Planner {
  static {
    // Where assertions are on, Calcite makes every program of a calculation once more and wants it
    // to be the same, which those of conditions that may be UNKNOWN are not: only their order
    // differs. To be said before the class is used; naming it does not use it.
    Calc.class.getClassLoader().setClassAssertionStatus(Calc.class.getName(), /* enabled= */ false);
    // A correlation asserts that all columns it was made with are still in use; those of conditions
    // that turned out to be the same for every row are not.
    RelDecorrelator.class
        .getClassLoader()
        .setClassAssertionStatus(RelDecorrelator.class.getName(), /* enabled= */ false);
  }

  private final VectraTypeFactory typeFactory = new VectraTypeFactory();
  private final VolcanoPlanner volcano =
      new VolcanoPlanner() {
        @Override
        public void checkCancel() {
          control.check();
        }
      };
  private final RelOptCluster cluster;
  private final CalciteCatalogReader catalogReader;
  private final VectraValidator validator;
  private final HeldSchema held;
  private final Names names;
  private final ViewExpansion views;
  private final DefaultExpressions defaults;

  /** Tables of the statement, by id; those of a plan tell of themselves in later threads too. */
  private final Map<Integer, TableSchema> used = new ConcurrentHashMap<>();

  private Hints hints = Hints.NONE;
  private boolean explained;
  private boolean measured;
  private ExecutionControl control = ExecutionControl.unlimited();

  /**
   * A planner.
   *
   * @param names the catalog, and the schema of names without one
   * @param statistics of a table, by id
   * @param binding what is known of parameters that may be of any type
   */
  Planner(
      Names names,
      IntFunction<TableStatistics> statistics,
      VectraValidator.ParameterBinding binding) {
    this.names = names;
    Catalog catalog = names.catalog();
    volcano.addRelTraitDef(ConventionTraitDef.INSTANCE);
    volcano.addRelTraitDef(RelCollationTraitDef.INSTANCE);
    this.cluster = RelOptCluster.create(volcano, new ExactRexBuilder(typeFactory));
    cluster.setMetadataProvider(PlanMetadata.PROVIDER);
    cluster.setMetadataQuerySupplier(PlanMetadataQuery::new);
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    this.views = new ViewExpansion(catalog, root, cluster);
    this.defaults = new DefaultExpressions(views, names.schema());
    addSchema(root, QualifiedName.PUBLIC, statistics);
    catalog.definitions().schemas().forEach(schema -> addSchema(root, schema, statistics));
    SystemSchema.addTo(root);
    this.held = HeldSchema.addTo(root);
    this.catalogReader =
        new CalciteCatalogReader(
            root,
            List.of(names.schema()),
            typeFactory,
            new CalciteConnectionConfigImpl(new Properties()));
    this.validator =
        new VectraValidator(VectraOperators.table(), catalogReader, typeFactory, binding);
  }

  /** The same planner, which {@code control} ends. */
  Planner until(ExecutionControl ending) {
    control = ending;
    return this;
  }

  private void addSchema(
      CalciteSchema root, String schema, IntFunction<TableStatistics> statistics) {
    root.add(
        schema, new VectraSchema(names.catalog(), schema, statistics, views, defaults, this::use));
  }

  /**
   * A statement whose parameters have no types yet, checked as far as that goes.
   *
   * @throws RuntimeException of Calcite when it fits no types at all
   */
  Plan.Unbound check(SqlNode statement) {
    if (statement instanceof SqlVectraExplain explain) {
      return check(explain.statement());
    }
    Hints.takenFrom(statement);
    List<SqlNode> validated = validated(Composition.of(statement));
    boolean reads = statement.isA(SqlKind.QUERY);
    SqlNode last = validated.get(validated.size() - 1);
    boolean locks = statement instanceof SqlLocking;
    boolean returning = statement instanceof SqlReturning;
    boolean query = reads || locks || returning;
    List<ColumnInfo> columns =
        query ? ResultColumns.of(validator.getValidatedNodeType(last)) : List.of();
    if (locks) {
      columns = columns.subList(0, columns.size() - 1);
    }
    return new Plan.Unbound(
        query, reads, returning, columns, parameters(validated), PlanText.of("Unbound"));
  }

  private void use(TableSchema table) {
    used.put(table.id(), table);
  }

  /** What of the catalog the statement has been planned for. */
  PlanBasis basis() {
    return PlanBasis.of(names.catalog(), used.values());
  }

  /** Expressions of columns' defaults, as parts of this plan. */
  DefaultExpressions defaults() {
    return defaults;
  }

  /** The views of the catalog, as parts of this plan. */
  ViewExpansion views() {
    return views;
  }

  /** Whether a parameter was met whose type is that of the value that is bound. */
  boolean hasOpenParameters() {
    return validator.hasOpenParameters();
  }

  /** Plans a query or a change of rows; for EXPLAIN ANALYZE, one that is measured. */
  Plan plan(SqlNode statement) {
    if (statement instanceof SqlVectraExplain explain) {
      explained = true;
      measured = explain.options().analyze();
      return plan(explain.statement());
    }
    hints = Hints.takenFrom(statement);
    Composition composition = Composition.of(statement);
    List<SqlNode> validated = validated(composition);
    Parameters parameters = parameters(validated);
    Plan main = planPart(validated.get(0), parameters);
    List<Plan.OfQuery> queries = new ArrayList<>();
    for (SqlNode query : validated.subList(1, validated.size())) {
      queries.add((Plan.OfQuery) planPart(query, parameters));
    }
    return composition.plan(main, queries, names);
  }

  /** The parts of a statement, the main one first. */
  private List<SqlNode> validated(Composition composition) {
    List<SqlNode> validated = new ArrayList<>();
    validated.add(validator.validate(composition.main(names)));
    for (SqlNode query : composition.queries(names, held)) {
      validated.add(validator.validate(query));
    }
    return validated;
  }

  private Parameters parameters(List<SqlNode> validated) {
    return validator.parameters(new SqlNodeList(validated, SqlParserPos.ZERO));
  }

  private Plan planPart(SqlNode validated, Parameters parameters) {
    control.check();
    StatementConverter converter = new StatementConverter(validator, catalogReader, cluster);
    RelRoot root = converter.convertQuery(validated, false, true);
    SequenceCalls.check(root.rel);
    if (root.rel instanceof TableModify modify) {
      return planModify(modify, parameters);
    }
    return planQuery(root.project(), root.validatedRowType, parameters);
  }

  private Plan planModify(TableModify modify, Parameters parameters) {
    VectraTable table = Objects.requireNonNull(modify.getTable().unwrap(VectraTable.class));
    TableSchema schema = table.schema();
    RelNode input = modify.getInput();
    switch (modify.getOperation()) {
      case INSERT:
        return planInsert(schema, input, parameters);
      case UPDATE:
        return planUpdate(schema, modify, parameters);
      case DELETE:
        Plan.OfQuery rows = planQuery(input, input.getRowType(), parameters);
        return new Plan.OfDelete(
            schema, rows, parameters, changed("Delete", schema).over(rows.text()));
      default:
        throw new VectraException(
            ErrorCode.FEATURE_NOT_SUPPORTED, modify.getOperation() + " is not supported yet.");
    }
  }

  private Plan planUpdate(TableSchema schema, TableModify modify, Parameters parameters) {
    List<Integer> columns =
        AssignedValue.positions(schema, Objects.requireNonNull(modify.getUpdateColumnList()));
    AssignedConstants assigned = AssignedConstants.of(modify.getInput(), columns);
    RelNode input = assigned.source();
    Plan.OfQuery source = planQuery(input, input.getRowType(), parameters);
    return new Plan.OfUpdate(
        schema,
        AssignedValue.updated(schema, assigned.values()),
        assigned.constants(),
        source,
        parameters,
        changed("Update", schema).over(source.text()));
  }

  private Plan planInsert(TableSchema schema, RelNode input, Parameters parameters) {
    PlanText text = changed("Insert", schema);
    ScalarSubQueries scalars = new ScalarSubQueries(parameters.count());
    RelNode source = scalars.extract(input);
    List<List<RexNode>> values = ConstantRows.of(source);
    if (values != null) {
      return new Plan.OfInsert(
          schema,
          values,
          null,
          parameters,
          planSubQueries(scalars, parameters),
          text.over(PlanText.of("Values", PlanNode.Attribute.of("rows", values.size()))));
    }
    Plan.OfQuery query =
        planQuery(ConstantRows.withoutTextCasts(input), input.getRowType(), parameters);
    return new Plan.OfInsert(schema, null, query, parameters, List.of(), text.over(query.text()));
  }

  private List<Plan.OfQuery> planSubQueries(ScalarSubQueries scalars, Parameters parameters) {
    List<Plan.OfQuery> plans = new ArrayList<>();
    for (RelNode subQuery : scalars.found()) {
      plans.add(planQuery(subQuery, subQuery.getRowType(), parameters));
    }
    return plans;
  }

  private Plan.OfQuery planQuery(
      RelNode logical, RelDataType validatedType, Parameters parameters) {
    ScalarSubQueries scalars = new ScalarSubQueries(parameters.count());
    RelNode withoutScalars = scalars.extract(logical);
    List<Plan.OfQuery> subQueries = planSubQueries(scalars, parameters);
    List<ColumnInfo> columns = ResultColumns.of(logical, validatedType);
    RelNode folded = fold(decorrelated(withoutScalars, parameters, subQueries));
    if (folded instanceof VectraTableScan scan) {
      TableRows rows =
          new TableRows(new ScanTemplate(scan.vectraTable(), scan.spec(), cluster.getRexBuilder()));
      return new Plan.OfQuery(
          columns,
          parameters,
          subQueries,
          hints,
          measured ? measured(rows, scan) : rows::open,
          Map.of(),
          text(folded, subQueries));
    }
    HeldColumns held = HeldColumns.of(folded);
    if (held != null) {
      return new Plan.OfQuery(
          columns, parameters, subQueries, hints, held, Map.of(), text(folded, subQueries));
    }
    return compile(folded, columns, parameters, subQueries);
  }

  private static Plan.Rows measured(TableRows rows, VectraTableScan scan) {
    MeasuredRows counted = new MeasuredRows(scan.spec());
    return context -> counted.of(() -> rows.open(context), context);
  }

  /** The plan without sub-queries in expressions, and without rows that depend on other rows. */
  private RelNode decorrelated(RelNode rel, Parameters parameters, List<Plan.OfQuery> subQueries) {
    if (OneTable.isAllOf(rel)) {
      return rel;
    }
    List<RelDataType> types = new ArrayList<>(parameters.types());
    subQueries.forEach(each -> types.add(typeFactory.createSqlType(SqlTypeName.ANY)));
    RelNode joins = new JoinSubQueries(types, this::planLateral).takenOut(rel);
    RelNode removed =
        new PairSearches(this::applied, this::fold)
            .in(LostCorrelations.foundIn(applied(HepPrograms.REMOVE_SUB_QUERIES, joins)));
    if (!correlates(removed)) {
      return removed;
    }
    RelNode searched = lateral(removed, types, /* all= */ false);
    if (SplitCorrelations.areIn(searched)) {
      RelNode runByRow = lateral(removed, types, /* all= */ true);
      if (!correlates(runByRow)) {
        return runByRow;
      }
    }
    RelBuilder builder = new CorrelationJoins(ExactRules.CONTEXT, cluster, catalogReader);
    RelNode told = ScanOccurrences.toldApart(ConstantGroups.hiddenIn(searched));
    try {
      return ScanOccurrences.alike(RelDecorrelator.decorrelateQuery(told, builder));
    } catch (VectraException e) {
      throw e;
    } catch (RuntimeException | AssertionError e) {
      RelNode runByRow = lateral(removed, types, /* all= */ true);
      if (correlates(runByRow)) {
        throw e;
      }
      return runByRow;
    }
  }

  private RelNode lateral(RelNode rel, List<RelDataType> types, boolean all) {
    return new Laterals(cluster.getRexBuilder(), types, this::planLateral, this::applied, all)
        .extract(rel);
  }

  private static boolean correlates(RelNode rel) {
    return rel instanceof Correlate || rel.getInputs().stream().anyMatch(Planner::correlates);
  }

  private @Nullable LateralQuery planLateral(
      RelNode query, List<RelDataType> parameters, boolean always) {
    if (!always && !searches(fold(query))) {
      return null;
    }
    Plan.OfQuery plan = planQuery(query, query.getRowType(), new Parameters(parameters, Set.of()));
    List<RelDataType> types =
        query.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
    return new LateralQuery(plan, types);
  }

  /** Whether a plan searches for near rows. */
  private static boolean searches(RelNode rel) {
    return rel instanceof VectraTableScan scan && scan.spec().nearest() != null
        || rel.getInputs().stream().anyMatch(Planner::searches);
  }

  private RelNode fold(RelNode rel) {
    return applied(OneTable.isAllOf(rel) ? HepPrograms.FOLD_ONE_TABLE : HepPrograms.FOLD, rel);
  }

  /** What rules make of a plan. */
  private RelNode applied(HepProgram program, RelNode rel) {
    HepPlanner planner =
        new HepPlanner(program) {
          @Override
          public void checkCancel() {
            control.check();
          }
        };
    planner.setRoot(rel);
    return planner.findBestExp();
  }

  private Plan.OfQuery compile(
      RelNode folded,
      List<ColumnInfo> columns,
      Parameters parameters,
      List<Plan.OfQuery> subQueries) {
    boolean ordered = JoinOrder.isChosenBefore(folded);
    JoinOrder.rules(ordered).forEach(volcano::addRule);
    LateParameters late =
        new LateParameters(cluster.getRexBuilder(), parameters.count() + subQueries.size());
    RelNode exact =
        ExactRelations.of(late.extract(ordered ? JoinOrder.chosen(folded, this::applied) : folded));
    RelNode wanted =
        volcano.changeTraits(
            exact, exact.getTraitSet().replace(EnumerableConvention.INSTANCE).simplify());
    volcano.setRoot(wanted);
    RelNode calculated =
        VolcanoRules.CALC.run(
            volcano, volcano.findBestExp(), wanted.getTraitSet(), List.of(), List.of());
    RelNode remembered = EnumerableRemembered.in(ExactRules.withExactPrograms(calculated));
    RelNode best = measured ? EnumerableMeasured.in(remembered) : remembered;
    control.check();
    Map<String, Object> stashed = new HashMap<>(late.found());
    Bindable<?> bindable =
        EnumerableInterpretable.toBindable(
            stashed,
            null,
            EnumerablePolled.of(EnumerableKept.over(best)),
            EnumerableRel.Prefer.ARRAY);
    List<RelDataType> types =
        folded.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
    volcano.clear();
    return new Plan.OfQuery(
        columns,
        parameters,
        subQueries,
        hints,
        context -> new GeneratedRows(bindable.bind(context).enumerator(), types, context),
        stashed,
        text(best, subQueries));
  }

  /**
   * What a SELECT over one table computes of each row.
   *
   * @throws VectraException when it is more than that; see {@link BoundRow#of}
   */
  BoundRow boundRow(SqlNode select) {
    SqlNode validated = validator.validate(VectraRewrite.rewrite(select, names));
    validator.parameters(validated).refuse("A CHECK");
    StatementConverter converter = new StatementConverter(validator, catalogReader, cluster);
    return BoundRow.of(converter.convertQuery(validated, false, true).project());
  }

  /** Plans it for rows whose values are bound, one for each column of the table. */
  Plan.OfQuery plan(BoundRow row) {
    Parameters values = new Parameters(row.types(), Set.of());
    RelNode rel = row.overParameters(cluster);
    return compile(rel, ResultColumns.of(rel.getRowType()), values, List.of());
  }

  private static PlanText changed(String operation, TableSchema table) {
    return PlanText.of(operation, PlanNode.Attribute.of("table", table.name()));
  }

  /**
   * Nothing where nobody asks for it: it takes samples of tables to tell how many rows there are.
   */
  private PlanText text(RelNode rel, List<Plan.OfQuery> subQueries) {
    if (!explained) {
      return PlanText.NONE;
    }
    PlanText text = PlanText.of(rel);
    for (Plan.OfQuery subQuery : subQueries) {
      text = text.with(PlanText.of("ScalarSubQuery").over(subQuery.text()));
    }
    return text;
  }
}
