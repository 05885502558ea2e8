package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.parser.SqlMergeRows;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A MERGE, planned as a query over its source joined with its table; see {@link MergeItems}. */
record MergeParts(SqlMergeRows statement) implements Composition {

  @Override
  public SqlNode main(Names names) {
    SystemViews.refuseChange(statement.table(), names.schema());
    ReadOnlyViews.refuse(statement.table(), names);
    SqlIdentifier alias = KeyedTables.alias(statement.alias(), statement.table());
    MergeItems items = MergeItems.of(statement, HeldQuery.table(statement.table(), names));
    SqlSelect select = HeldQuery.select(items.list(), join(statement.table(), alias));
    SqlSelect rewritten = (SqlSelect) VectraRewrite.rewrite(select, names);
    SqlJoin join = (SqlJoin) rewritten.getFrom();
    join.setRight(HeldQuery.as(KeyedTables.keyed(statement.table()), alias));
    return rewritten;
  }

  /** Rows of the source that match none are there only if some WHEN is about them. */
  private SqlJoin join(SqlNode table, SqlIdentifier alias) {
    boolean outer = statement.clauses().stream().anyMatch(clause -> !clause.matched());
    SqlParserPos at = statement.getParserPosition();
    return new SqlJoin(
        at,
        statement.source(),
        SqlLiteral.createBoolean(false, at),
        (outer ? JoinType.LEFT : JoinType.INNER).symbol(at),
        HeldQuery.as(table, alias),
        JoinConditionType.ON.symbol(at),
        statement.condition());
  }

  @Override
  public List<SqlNode> queries(Names names, HeldSchema held) {
    return List.of();
  }

  @Override
  public Plan plan(Plan main, List<Plan.OfQuery> queries, Names names) {
    return Plan.OfMerge.of(
        HeldQuery.table(statement.table(), names),
        MergeItems.of(statement, HeldQuery.table(statement.table(), names)).actions(),
        (Plan.OfQuery) main);
  }
}
