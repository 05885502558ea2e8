package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraRewrite;
import io.vectra.calcite.held.HeldSchema;
import io.vectra.calcite.parser.SqlLocking;
import io.vectra.calcite.parser.SqlMergeRows;
import io.vectra.calcite.parser.SqlReturning;
import io.vectra.calcite.parser.SqlUpsert;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/**
 * What a statement is planned as: one statement that Calcite knows, and queries over the rows that
 * it holds while it runs. All are validated together, since they share the parameters.
 */
interface Composition {

  /** The statement that Calcite knows, ready to be validated. */
  SqlNode main(Names names);

  /** The queries over held rows, ready to be validated; asked for when the main one has been. */
  List<SqlNode> queries(Names names, HeldSchema held);

  /** The plan of the whole from the plans of its parts. */
  Plan plan(Plan main, List<Plan.OfQuery> queries, Names names);

  /** Whether a statement can be planned: a query, or a change of rows. */
  static boolean isPlanned(SqlNode statement) {
    return statement.isA(SqlKind.QUERY)
        || statement.getKind() == SqlKind.INSERT
        || statement.getKind() == SqlKind.UPDATE
        || statement.getKind() == SqlKind.DELETE
        || statement instanceof SqlUpsert
        || statement instanceof SqlMergeRows
        || statement instanceof SqlLocking
        || statement instanceof SqlReturning;
  }

  /** The parts of a statement. */
  static Composition of(SqlNode statement) {
    if (statement instanceof SqlReturning returning) {
      return new ReturningParts(returning, of(returning.change()));
    }
    if (statement instanceof SqlLocking locking) {
      return LockingParts.of(locking);
    }
    if (statement instanceof SqlMergeRows merge) {
      return new MergeParts(merge);
    }
    return statement instanceof SqlUpsert upsert ? new UpsertParts(upsert) : new Single(statement);
  }

  /** A statement that Calcite knows as it is. */
  record Single(SqlNode statement) implements Composition {
    @Override
    public SqlNode main(Names names) {
      SystemViews.refuseChange(statement, names.schema());
      ReadOnlyViews.refuseChange(statement, names);
      return KeyedTables.withKeys(VectraRewrite.rewrite(statement, names));
    }

    @Override
    public List<SqlNode> queries(Names names, HeldSchema held) {
      return List.of();
    }

    @Override
    public Plan plan(Plan main, List<Plan.OfQuery> queries, Names names) {
      return main;
    }
  }
}
