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

  /** The plan as EXPLAIN shows it; only that of an EXPLAIN tells of relations. */
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
   * @param values the new values; their sources are positions in a row of the source with the
   *     constants after it
   * @param constants new values that are the same for all rows
   */
  record OfUpdate(
      TableSchema table,
      List<AssignedValue> values,
      List<RexNode> constants,
      OfQuery source,
      Parameters parameters,
      PlanText text)
      implements Plan {}

  /**
   * A statement that has a plan only when the types of its open parameters are known: none of the
   * types that they might have by themselves fits.
   *
   * @param query whether it gives rows
   * @param reads whether it changes none
   * @param returning whether its rows are those that it changes
   * @param columns of the rows, as far as they are known
   */
  record Unbound(
      boolean query,
      boolean reads,
      boolean returning,
      List<ColumnInfo> columns,
      Parameters parameters,
      PlanText text)
      implements Plan {}

  /**
   * An INSERT that goes on where a key is taken.
   *
   * @param target the keys that may be
   * @param replacement of rows that are there; null where they stay as they are
   */
  record OfUpsert(
      OfInsert insert, ConflictTarget target, @Nullable Replacement replacement, PlanText text)
      implements Plan {
    static OfUpsert of(OfInsert insert, ConflictTarget target, @Nullable Replacement replacement) {
      String action = replacement == null ? "NOTHING" : "UPDATE";
      PlanText text =
          PlanText.of("OnConflict", PlanNode.Attribute.of("do", action)).over(insert.text());
      return new OfUpsert(insert, target, replacement, text);
    }

    @Override
    public Parameters parameters() {
      return insert.parameters();
    }
  }

  /**
   * What rows are replaced by that an INSERT met.
   *
   * @param query computes the new values from pairs of rows; null where they are in the pairs
   * @param conditional whether the last value of the query says if a row is replaced
   */
  record Replacement(List<AssignedValue> values, @Nullable OfQuery query, boolean conditional) {
    /** Where a row that has been computed has the number of its pair. */
    int numberAt(@Nullable Object[] row) {
      return query == null ? row.length - 1 : 0;
    }
  }

  /**
   * A MERGE.
   *
   * @param source gives all columns of the table, the encoded key, the number of the action, then
   *     what the actions take their values from
   */
  record OfMerge(TableSchema table, List<MergeAction> actions, OfQuery source, PlanText text)
      implements Plan {
    static OfMerge of(TableSchema table, List<MergeAction> actions, OfQuery source) {
      PlanText text =
          PlanText.of("Merge", PlanNode.Attribute.of("table", table.name())).over(source.text());
      return new OfMerge(table, actions, source, text);
    }

    @Override
    public Parameters parameters() {
      return source.parameters();
    }
  }

  /**
   * A query FOR UPDATE.
   *
   * @param source gives the rows with their encoded keys after them
   * @param waits whether to wait for rows that others hold
   */
  record OfLocking(TableSchema table, OfQuery source, boolean waits, PlanText text)
      implements Plan {
    static OfLocking of(TableSchema table, OfQuery source, boolean waits) {
      PlanText text =
          PlanText.of("Lock", PlanNode.Attribute.of("table", table.name())).over(source.text());
      return new OfLocking(table, source, waits, text);
    }

    /** The columns that the client sees. */
    List<ColumnInfo> columns() {
      return source.columns().subList(0, source.columns().size() - 1);
    }

    @Override
    public Parameters parameters() {
      return source.parameters();
    }
  }

  /** A change, and the query over the rows that it changed. */
  record OfReturning(Plan change, OfQuery query, PlanText text) implements Plan {
    static OfReturning of(Plan change, OfQuery query) {
      PlanText text = PlanText.of("Returning").over(query.text().with(change.text()));
      return new OfReturning(change, query, text);
    }

    @Override
    public Parameters parameters() {
      return query.parameters();
    }
  }

  /** A DELETE. The source gives all columns and the encoded key. */
  record OfDelete(TableSchema table, OfQuery source, Parameters parameters, PlanText text)
      implements Plan {}
}
