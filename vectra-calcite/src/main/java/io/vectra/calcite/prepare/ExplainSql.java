package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.calcite.parser.SqlVectraExplain;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: the plan as rows of text; with ANALYZE, what running it cost. */
final class ExplainSql implements PreparedSql {
  private static final ColumnInfo COLUMN =
      new ColumnInfo(
          "PLAN",
          new SqlTypeInfo(Types.VARCHAR, "VARCHAR", 0, 0, String.class),
          false,
          null,
          null,
          false);
  private static final double NANOS_PER_MILLI = 1e6;

  private final OpenSession session;
  private final boolean analyze;
  private final Plan plan;

  ExplainSql(OpenSession session, SqlVectraExplain explain, Plan plan) {
    this.session = session;
    this.analyze = explain.analyze();
    this.plan = plan;
  }

  @Override
  public boolean isQuery() {
    return true;
  }

  @Override
  public List<ColumnInfo> columns() {
    return List.of(COLUMN);
  }

  @Override
  public List<ParameterInfo> parameters() {
    return PlannedSql.parameters(plan.parameters());
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    List<String> lines = new ArrayList<>(plan.text().lines().toList());
    if (analyze) {
      lines.addAll(run(values, control));
    }
    return new SqlResult.Rows(columns(), new Lines(lines.iterator()));
  }

  private List<String> run(@Nullable Object[] values, ExecutionControl control) {
    if (!(plan instanceof Plan.OfQuery query)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "EXPLAIN ANALYZE works for queries only, since it runs the statement.");
    }
    if (values.length != plan.parameters().size()) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "EXPLAIN ANALYZE runs the statement and needs its "
              + plan.parameters().size()
              + " parameters; "
              + values.length
              + " are bound.");
    }
    Execution execution = new Execution(session, query, control);
    OpenSession.View view = session.readView();
    long start = System.nanoTime();
    long rows = 0;
    QueryContext context;
    try {
      context = execution.context(query, view.view(), values);
      try (ResultCursor cursor = execution.open(query, context, () -> {})) {
        while (cursor.next()) {
          rows++;
        }
      }
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    } finally {
      view.end().run();
    }
    double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "Rows: %d, time: %.3f ms", rows, millis));
    lines.addAll(context.scans());
    return lines;
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    throw new VectraException(
        ErrorCode.INVALID_STATEMENT, "EXPLAIN cannot be part of a batch; execute it by itself.");
  }

  /** Lines as rows. */
  private static final class Lines implements ResultCursor {
    private final Iterator<String> lines;
    private @Nullable String current;

    Lines(Iterator<String> lines) {
      this.lines = lines;
    }

    @Override
    public boolean next() {
      current = lines.hasNext() ? lines.next() : null;
      return current != null;
    }

    @Override
    public @Nullable Object value(int column) {
      return current;
    }

    @Override
    public void close() {}
  }
}
