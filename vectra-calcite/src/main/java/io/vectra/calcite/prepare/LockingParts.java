package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.parser.Refusals;
import io.vectra.calcite.parser.SqlLocking;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A query FOR UPDATE over the rows of one table, planned with the key of each row as one column
 * more at its end.
 */
record LockingParts(SqlLocking statement, SqlIdentifier table, SqlIdentifier alias)
    implements Composition {

  /**
   * The parts of a query.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED when its rows are not those of one table
   */
  static LockingParts of(SqlLocking statement) {
    SqlSelect select = select(statement.query());
    SqlIdentifier table = select == null ? null : table(select);
    if (select == null
        || table == null
        || select.isDistinct()
        || select.getGroup() != null
        || select.getHaving() != null
        || aggregates(select.getSelectList())) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "FOR UPDATE works for rows of one table alone: not with joins, aggregates, DISTINCT, or"
              + " set operations.");
    }
    SqlIdentifier alias =
        select.getFrom() instanceof SqlCall as ? as.operand(1) : KeyedTables.alias(null, table);
    SqlIdentifier of = statement.of();
    if (of != null && !of.getSimple().equals(alias.getSimple())) {
      Refusals.refuse("FOR UPDATE OF another table than the query's", of.getParserPosition());
    }
    return new LockingParts(statement, table, alias);
  }

  @Override
  public SqlNode main(Names names) {
    SystemViews.refuseChange(table, names.schema());
    SqlNode query = VectraRewrite.rewrite(statement.query(), names);
    SqlSelect select = Objects.requireNonNull(select(query));
    SqlNodeList items = new SqlNodeList(SqlParserPos.ZERO);
    for (SqlNode item : select.getSelectList()) {
      if (item instanceof SqlIdentifier star && star.isStar()) {
        for (Column column : HeldQuery.table(table, names).columns()) {
          items.add(column(alias, column.name()));
        }
      } else {
        items.add(item);
      }
    }
    items.add(column(alias, VectraTable.ROW_KEY));
    select.setSelectList(items);
    select.setFrom(HeldQuery.as(KeyedTables.keyed(table), alias));
    return query;
  }

  private static SqlIdentifier column(SqlIdentifier alias, String name) {
    return new SqlIdentifier(List.of(alias.getSimple(), name), SqlParserPos.ZERO);
  }

  private static @Nullable SqlSelect select(SqlNode query) {
    SqlNode inner = query instanceof SqlOrderBy ordered ? ordered.query : query;
    return inner instanceof SqlSelect select ? select : null;
  }

  private static @Nullable SqlIdentifier table(SqlSelect select) {
    SqlNode from = select.getFrom();
    if (from != null && from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2) {
      from = ((SqlCall) from).operand(0);
    }
    return from instanceof SqlIdentifier table ? table : null;
  }

  /** Whether an aggregate or a window function is called, outside of sub-queries. */
  private static boolean aggregates(SqlNode node) {
    boolean[] found = {false};
    node.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            String name = call.getOperator().getName();
            found[0] |=
                call.getKind() == SqlKind.OVER
                    || SqlStdOperatorTable.instance().getOperatorList().stream()
                        .anyMatch(each -> each.isAggregator() && each.getName().equals(name));
            return call.isA(SqlKind.QUERY) ? null : super.visit(call);
          }
        });
    return found[0];
  }

  @Override
  public List<SqlNode> queries(Names names, HeldSchema held) {
    return List.of();
  }

  @Override
  public Plan plan(Plan main, List<Plan.OfQuery> queries, Names names) {
    return Plan.OfLocking.of(HeldQuery.table(table, names), (Plan.OfQuery) main, statement.waits());
  }
}
