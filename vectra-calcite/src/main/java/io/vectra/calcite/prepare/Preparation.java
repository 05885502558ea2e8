package io.vectra.calcite.prepare;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.parser.SqlSetSchema;
import io.vectra.calcite.parser.SqlShow;
import io.vectra.calcite.parser.SqlTransactionControl;
import io.vectra.calcite.parser.SqlTransactionModes;
import io.vectra.calcite.parser.SqlVectraExplain;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.translate.WellFormedText;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Makes prepared statements of texts: of plans that are known by the text, or by what the text is
 * without its literals, else parsed and planned.
 */
final class Preparation {
  private final OpenSession session;
  private final Database database;
  private final PlanCache plans;
  private final ExecutionControl control;

  /** Values of parameters by which rows are estimated, where they are known. */
  private @Nullable Object[] known = new @Nullable Object[0];

  /**
   * For a session.
   *
   * @param session says what names without a schema mean, and runs what is prepared
   * @param plans of all sessions of the database
   * @param control ends planning
   */
  Preparation(OpenSession session, PlanCache plans, ExecutionControl control) {
    this.session = session;
    this.database = session.database();
    this.plans = plans;
    this.control = control;
  }

  private Names names(Catalog catalog) {
    return new Names(catalog, session.schema());
  }

  /** A statement of any kind, ready to be executed. */
  PreparedSql prepare(String sql) {
    WellFormedText.check(sql, "The statement");
    Catalog catalog = session.catalog();
    PlanCache.Key key = unbound(sql);
    PlanCache.Based cached = plans.get(key, catalog);
    if (cached != null) {
      return new PlannedSql(session, sql, new Planned(key, cached));
    }
    LiteralText text = LiteralText.of(sql);
    if (text == null) {
      return parsed(sql, catalog, null);
    }
    PlanCache.Lifted lifted = plans.lifted(skeleton(text), catalog);
    if (lifted == null) {
      return parsed(sql, catalog, text);
    }
    boolean[] isLifted = lifted.isLifted();
    return isLifted.length > 0
        ? lifted(
            sql,
            text,
            isLifted,
            planned(text, isLifted, () -> VectraSqlParser.parse(text.with(isLifted)), catalog))
        : parsed(sql, catalog, null);
  }

  private PlanCache.Key unbound(String sql) {
    return new PlanCache.Key(sql, session.schema(), List.of());
  }

  private PlanCache.Skeleton skeleton(LiteralText text) {
    return new PlanCache.Skeleton(text.skeleton(), session.schema());
  }

  private LiftedSql lifted(String sql, LiteralText text, boolean[] isLifted, Planned planned) {
    PreparedSql withLiterals = new PlannedSql(session, text.with(isLifted), planned);
    return new LiftedSql(session, sql, text, isLifted, planned.based().basis(), withLiterals);
  }

  /**
   * A statement that is parsed.
   *
   * @param text its parts when it is not known yet which of them may be lifted, else null
   */
  private PreparedSql parsed(String sql, Catalog catalog, @Nullable LiteralText text) {
    PlannerWarmUp.awaitEnd();
    SqlNode statement = VectraSqlParser.parse(sql);
    if (statement instanceof SqlVectraExplain) {
      return new ExplainSql(session, sql, explain(sql, new Object[0]));
    }
    if (statement instanceof SqlShow show) {
      String name = show.setting();
      return name == null ? prepare(ShowSql.ALL) : new ShowSql(session, name);
    }
    if (Composition.isPlanned(statement)) {
      return text == null
          ? new PlannedSql(session, sql, planned(sql, () -> statement, catalog))
          : lifted(sql, statement, catalog, text);
    }
    if (statement.getKind() == SqlKind.PROCEDURE_CALL) {
      return Procedure.prepare((SqlCall) statement, database, session.schema());
    }
    boolean readsOnly =
        statement instanceof SqlTransactionControl
            || statement instanceof SqlTransactionModes
            || statement instanceof SqlSetSchema
            || statement instanceof SqlSetOption;
    return new CommandSql(session.command(statement, sql), readsOnly);
  }

  /** A statement without what can be lifted of it. */
  private PreparedSql lifted(String sql, SqlNode statement, Catalog catalog, LiteralText text) {
    boolean[] isLifted = LiftedLiterals.of(statement, text, names(catalog));
    if (isLifted.length == 0) {
      Planned planned = planned(sql, () -> statement, catalog);
      plans.putLifted(skeleton(text), new PlanCache.Lifted(isLifted, planned.based().basis()));
      return new PlannedSql(session, sql, planned);
    }
    try {
      Planned planned =
          planned(text, isLifted, () -> LiftedParameters.in(statement, text, isLifted), catalog);
      plans.putLifted(skeleton(text), new PlanCache.Lifted(isLifted, planned.based().basis()));
      return lifted(sql, text, isLifted, planned);
    } catch (VectraException e) {
      // The text itself fails too, and tells its own places. Planning may have changed its parts.
      return new PlannedSql(session, sql, planned(sql, () -> VectraSqlParser.parse(sql), catalog));
    }
  }

  /**
   * A statement with parameters in the place of literals, planned for these first.
   *
   * @param parser gives its syntax tree
   */
  private Planned planned(
      LiteralText text, boolean[] isLifted, Supplier<SqlNode> parser, Catalog catalog) {
    known = LiftedSql.literals(text, isLifted);
    try {
      return planned(text.with(isLifted), parser, catalog);
    } finally {
      known = new @Nullable Object[0];
    }
  }

  /** A query or change, planned as it is written. */
  PreparedSql planned(String sql) {
    return new PlannedSql(
        session, sql, planned(sql, () -> VectraSqlParser.parse(sql), session.catalog()));
  }

  /**
   * A text that is planned before anything is bound.
   *
   * @param statement gives the text parsed, when it has to be planned
   */
  private Planned planned(String sql, Supplier<SqlNode> statement, Catalog catalog) {
    PlanCache.Key key = unbound(sql);
    return new Planned(
        key,
        plans.get(
            key,
            catalog,
            control::check,
            () -> plan(statement.get(), () -> VectraSqlParser.parse(sql), catalog)));
  }

  /** A plan and what it is known by. */
  record Planned(PlanCache.Key key, PlanCache.Based based) {
    Plan plan() {
      return based.plan();
    }
  }

  /**
   * The plan of a text for the catalog as it is now and the types of values that are bound.
   *
   * @param known a plan of that text, which is returned if it still holds
   * @param batch values for one execution or several, at least one
   */
  Planned plan(String sql, Planned known, List<@Nullable Object[]> batch) {
    Catalog catalog = session.catalog();
    boolean current =
        known.key().schema().equals(session.schema()) && known.based().basis().holdsIn(catalog);
    Supplier<SqlNode> parser = () -> VectraSqlParser.parse(sql);
    Plan basis = current ? known.plan() : planned(sql, parser, catalog).plan();
    List<@Nullable BindType> bound = basis.parameters().boundTypes(batch);
    if (current && known.key().boundTypes().equals(bound)) {
      return known;
    }
    Planned unbound = planned(sql, parser, catalog);
    if (bound.isEmpty()) {
      return unbound;
    }
    PlanCache.Key key = new PlanCache.Key(sql, session.schema(), bound);
    return new Planned(
        key,
        plans.get(
            key, catalog, control::check, () -> plan(parser, catalog, unbound.based(), bound)));
  }

  /** An EXPLAIN, parsed and planned for the catalog as it is now and the values that are bound. */
  ExplainSql.Explained explain(String sql, @Nullable Object[] values) {
    long start = System.nanoTime();
    Catalog catalog = session.catalog();
    SqlVectraExplain explain = (SqlVectraExplain) VectraSqlParser.parse(sql);
    Supplier<SqlNode> parser = () -> VectraSqlParser.parse(sql);
    PlanCache.Based based = plan(explain, parser, catalog);
    Plan plan = based.plan();
    if (values.length > 0 && !plan.parameters().open().isEmpty()) {
      List<@Nullable Object[]> batch = List.<@Nullable Object[]>of(values);
      plan = plan(parser, catalog, based, plan.parameters().boundTypes(batch)).plan();
    }
    return new ExplainSql.Explained(
        explain.options(), plan, catalog.version(), System.nanoTime() - start);
  }

  /**
   * Plans a statement before anything is bound.
   *
   * @param parser gives the statement once more: planning changes it
   */
  private PlanCache.Based plan(SqlNode statement, Supplier<SqlNode> parser, Catalog catalog) {
    SqlNode planned =
        statement instanceof SqlVectraExplain explain ? explain.statement() : statement;
    if (!Composition.isPlanned(planned)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "EXPLAIN works for queries and changes of rows, not for " + planned.getKind() + ".");
    }
    return guarded(
        statistics -> {
          Planner planner =
              new Planner(names(catalog), statistics, ParameterBinding.TEXTS).until(control);
          try {
            return new PlanCache.Based(planner.plan(statement), planner.basis());
          } catch (RuntimeException | AssertionError e) {
            if (!planner.hasOpenParameters()) {
              throw e;
            }
            Planner other = new Planner(names(catalog), statistics, ParameterBinding.ANYTHING);
            return new PlanCache.Based(other.check(parser.get()), other.basis());
          }
        });
  }

  /**
   * Plans a statement for the types of values that are bound.
   *
   * @param unbound its plan before, which is kept where it fits and one for these types does not
   */
  private PlanCache.Based plan(
      Supplier<SqlNode> parser,
      Catalog catalog,
      PlanCache.Based unbound,
      List<@Nullable BindType> bound) {
    if (!(unbound.plan() instanceof Plan.Unbound)) {
      try {
        return plan(parser, catalog, ofNull(bound, null));
      } catch (VectraException e) {
        return unbound;
      }
    }
    VectraException refused = null;
    for (BindType ofNull : BindType.OF_NULL) {
      try {
        return plan(parser, catalog, ofNull(bound, ofNull));
      } catch (VectraException e) {
        refused = refused == null ? e : refused;
      }
    }
    throw requireNonNull(refused);
  }

  /** The types with one in the place of that of NULL; null leaves it open. */
  private static List<@Nullable BindType> ofNull(
      List<@Nullable BindType> bound, @Nullable BindType ofNull) {
    List<@Nullable BindType> types = new ArrayList<>();
    for (BindType type : bound) {
      types.add(BindType.NULL.equals(type) ? ofNull : type);
    }
    return types;
  }

  private PlanCache.Based plan(
      Supplier<SqlNode> parser, Catalog catalog, List<@Nullable BindType> bound) {
    ParameterBinding binding = new ParameterBinding(bound, SqlTypeName.VARCHAR);
    return guarded(
        statistics -> {
          Planner planner = new Planner(names(catalog), statistics, binding).until(control);
          return new PlanCache.Based(planner.plan(parser.get()), planner.basis());
        });
  }

  private PlanCache.Based guarded(
      Function<IntFunction<TableStatistics>, PlanCache.Based> planning) {
    try {
      return planning.apply(table -> TableStatistics.of(database::snapshot, table, known));
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }
}
