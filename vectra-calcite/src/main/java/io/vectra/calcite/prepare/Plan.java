package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** A planned statement; immutable, shared by all sessions of a database. */
sealed interface Plan {

  /** The user's parameters. */
  Parameters parameters();

  /** The plan as EXPLAIN shows it. */
  PlanText text();

  /** Opens the rows of a query. */
  interface Rows {
    ResultCursor open(QueryContext context);
  }

  /**
   * A query.
   *
   * @param subQueries give the values of the parameters after the user's, one each
   * @param hints settings of the statement that it is part of
   * @param stashed what generated code left for itself
   */
  record OfQuery(
      List<ColumnInfo> columns,
      Parameters parameters,
      List<OfQuery> subQueries,
      Hints hints,
      Rows rows,
      Map<String, Object> stashed,
      PlanText text)
      implements Plan {}

  /**
   * An INSERT.
   *
   * @param values expressions of each row when all are constants, else null
   * @param source the query that gives the rows when they are not
   */
  record OfInsert(
      TableSchema table,
      @Nullable List<List<RexNode>> values,
      @Nullable OfQuery source,
      Parameters parameters,
      List<OfQuery> subQueries,
      PlanText text)
      implements Plan {}

  /**
   * An UPDATE. The source gives all columns, the encoded key, then the new values that are not the
   * same for all rows.
   *
   * @param columns positions of the columns that get the new values
   * @param constants the new value of each of these columns, null where the source gives it
   */
  record OfUpdate(
      TableSchema table,
      List<Integer> columns,
      List<@Nullable RexNode> constants,
      OfQuery source,
      Parameters parameters,
      PlanText text)
      implements Plan {}

  /**
   * A statement that has a plan only when the types of its open parameters are known: none of the
   * types that they might have by themselves fits.
   *
   * @param query whether it gives rows
   * @param columns of the rows, as far as they are known
   */
  record Unbound(boolean query, List<ColumnInfo> columns, Parameters parameters, PlanText text)
      implements Plan {}

  /** A DELETE. The source gives all columns and the encoded key. */
  record OfDelete(TableSchema table, OfQuery source, Parameters parameters, PlanText text)
      implements Plan {}
}
