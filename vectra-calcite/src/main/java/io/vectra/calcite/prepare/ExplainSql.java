package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.ExplainOptions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * EXPLAIN: the plan as rows of text or one document; with ANALYZE, what running it cost. Planned
 * for itself, never from the cache, and again when the catalog has changed since.
 */
final class ExplainSql implements PreparedSql {
  private static final ColumnInfo COLUMN = TextRows.column("PLAN");

  private final OpenSession session;
  private final String sql;
  private Explained explained;

  ExplainSql(OpenSession session, String sql, Explained explained) {
    this.session = session;
    this.sql = sql;
    this.explained = explained;
  }

  /**
   * What is explained.
   *
   * @param nanos what planning took
   */
  record Explained(ExplainOptions options, Plan plan, long catalogVersion, long nanos) {}

  @Override
  public boolean isQuery() {
    return true;
  }

  @Override
  public boolean readsOnly() {
    return true;
  }

  @Override
  public List<ColumnInfo> columns() {
    return List.of(COLUMN);
  }

  @Override
  public List<ParameterInfo> parameters() {
    return explained.plan().parameters().infos();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    boolean open = !explained.plan().parameters().open().isEmpty();
    if (open || session.catalog().version() != explained.catalogVersion()) {
      explained = session.preparation(control).explain(sql, values);
    }
    boolean json = explained.options().format() == ExplainOptions.Format.JSON;
    PlanText plan = explained.plan().text();
    List<String> lines;
    if (explained.options().analyze()) {
      PlanJson.Totals totals = run(values, control);
      lines = json ? List.of(PlanJson.of(plan, totals)) : lines(plan, totals);
    } else {
      lines = json ? List.of(PlanJson.of(plan, null)) : plan.print(null);
    }
    return new SqlResult.Rows(columns(), new TextRows(lines));
  }

  private PlanJson.Totals run(@Nullable Object[] values, ExecutionControl control) {
    if (!(explained.plan() instanceof Plan.OfQuery query)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "EXPLAIN ANALYZE works for queries only, since it runs the statement.");
    }
    if (values.length != query.parameters().count()) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "EXPLAIN ANALYZE runs the statement and needs its "
              + query.parameters().count()
              + " parameters; "
              + values.length
              + " are bound.");
    }
    Execution execution = new Execution(session, query, control);
    long start = System.nanoTime();
    long rows = 0;
    try (ResultCursor cursor = execution.open(query, values)) {
      while (cursor.next()) {
        rows++;
      }
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
    long nanos = System.nanoTime() - start;
    return new PlanJson.Totals(execution.costs(), rows, explained.nanos(), nanos);
  }

  private static List<String> lines(PlanText plan, PlanJson.Totals totals) {
    List<String> lines = plan.print(totals.costs());
    lines.add("Rows: " + totals.rows());
    lines.add("Planning Time: " + PlanText.millis(totals.planningNanos()));
    lines.add("Execution Time: " + PlanText.millis(totals.executionNanos()));
    return lines;
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    throw new VectraException(
        ErrorCode.INVALID_STATEMENT, "EXPLAIN cannot be part of a batch; execute it by itself.");
  }
}
