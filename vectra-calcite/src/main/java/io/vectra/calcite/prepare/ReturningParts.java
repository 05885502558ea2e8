package io.vectra.calcite.prepare;

import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.parser.SqlAliasedInsert;
import io.vectra.calcite.parser.SqlMergeRows;
import io.vectra.calcite.parser.SqlReturning;
import io.vectra.calcite.parser.SqlUpsert;
import io.vectra.calcite.schema.Names;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDelete;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** A change, and the query over the rows that it changed. */
record ReturningParts(SqlReturning statement, Composition change) implements Composition {

  @Override
  public SqlNode main(Names names) {
    return change.main(names);
  }

  @Override
  public List<SqlNode> queries(Names names, HeldSchema held) {
    List<SqlNode> queries = new ArrayList<>(change.queries(names, held));
    Target target = target(statement.change());
    queries.add(
        HeldQuery.of(statement.items(), target.table(), target.alias(), names)
            .over(held.add(HeldQuery.table(target.table(), names), statement.getParserPosition())));
    return queries;
  }

  @Override
  public Plan plan(Plan main, List<Plan.OfQuery> queries, Names names) {
    int last = queries.size() - 1;
    Plan changed = change.plan(main, queries.subList(0, last), names);
    return Plan.OfReturning.of(changed, queries.get(last));
  }

  /** What a statement changes, and what it calls it. */
  private record Target(SqlNode table, @Nullable SqlIdentifier alias) {}

  private static Target target(SqlNode change) {
    if (change instanceof SqlUpsert upsert) {
      return target(upsert.insert());
    }
    if (change instanceof SqlMergeRows merge) {
      return new Target(merge.table(), merge.alias());
    }
    if (change instanceof SqlInsert insert) {
      return new Target(insert.getTargetTable(), SqlAliasedInsert.aliasOf(insert));
    }
    if (change instanceof SqlUpdate update) {
      return new Target(update.getTargetTable(), update.getAlias());
    }
    SqlDelete delete = (SqlDelete) change;
    return new Target(delete.getTargetTable(), delete.getAlias());
  }
}
