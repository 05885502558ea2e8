package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.catalog.Catalog;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** A query, INSERT, UPDATE or DELETE; planned again when the catalog has changed since. */
final class PlannedSql implements PreparedSql {
  private final OpenSession session;
  private final String sql;
  private Plan plan;
  private long catalogVersion;

  PlannedSql(OpenSession session, String sql, Plan plan, long catalogVersion) {
    this.session = session;
    this.sql = sql;
    this.plan = plan;
    this.catalogVersion = catalogVersion;
  }

  @Override
  public boolean isQuery() {
    return plan instanceof Plan.OfQuery;
  }

  @Override
  public List<ColumnInfo> columns() {
    return plan instanceof Plan.OfQuery query ? query.columns() : List.of();
  }

  @Override
  public List<ParameterInfo> parameters() {
    return parameters(plan.parameters());
  }

  static List<ParameterInfo> parameters(List<RelDataType> types) {
    List<ParameterInfo> parameters = new ArrayList<>();
    for (RelDataType type : types) {
      parameters.add(new ParameterInfo(TypeMapping.toJdbc(type), true));
    }
    return parameters;
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    return new Execution(session, current(), control).run(values);
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    return new Execution(session, current(), control).runBatch(batch);
  }

  private Plan current() {
    Catalog catalog = session.database().catalog();
    if (catalog.version() != catalogVersion) {
      plan = session.replan(sql, catalog);
      catalogVersion = catalog.version();
    }
    return plan;
  }
}
