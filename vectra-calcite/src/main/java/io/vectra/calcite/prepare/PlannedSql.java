package io.vectra.calcite.prepare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query, INSERT, UPDATE or DELETE; planned again when the catalog has changed since, or when
 * values of other types are bound to parameters that may be of any type.
 */
final class PlannedSql implements PreparedSql {
  private final OpenSession session;
  private final String sql;
  private Preparation.Planned planned;

  PlannedSql(OpenSession session, String sql, Preparation.Planned planned) {
    this.session = session;
    this.sql = sql;
    this.planned = planned;
  }

  @Override
  public boolean isQuery() {
    Plan plan = planned.plan();
    return plan instanceof Plan.OfQuery
        || plan instanceof Plan.OfReturning
        || plan instanceof Plan.OfLocking
        || plan instanceof Plan.Unbound unbound && unbound.query();
  }

  @Override
  public boolean readsOnly() {
    return planned.plan() instanceof Plan.OfQuery
        || planned.plan() instanceof Plan.Unbound unbound && unbound.reads();
  }

  @Override
  public boolean isReturning() {
    return planned.plan() instanceof Plan.OfReturning
        || planned.plan() instanceof Plan.Unbound unbound && unbound.returning();
  }

  @Override
  public boolean changesRows() {
    return isReturning() || (!isQuery() && !readsOnly());
  }

  @Override
  public List<ColumnInfo> columns() {
    if (planned.plan() instanceof Plan.OfQuery query) {
      return query.columns();
    }
    if (planned.plan() instanceof Plan.OfReturning returning) {
      return returning.query().columns();
    }
    if (planned.plan() instanceof Plan.OfLocking locking) {
      return locking.columns();
    }
    return planned.plan() instanceof Plan.Unbound unbound ? unbound.columns() : List.of();
  }

  @Override
  public List<ParameterInfo> parameters() {
    return planned.plan().parameters().infos();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    return new Execution(session, current(List.<@Nullable Object[]>of(values), control), control)
        .run(values);
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    return new Execution(session, current(batch, control), control).runBatch(batch);
  }

  /** The plan for the catalog as it is now, and for the types of these values. */
  private Plan current(List<@Nullable Object[]> batch, ExecutionControl control) {
    planned = session.preparation(control).plan(sql, planned, batch);
    return planned.plan();
  }
}
