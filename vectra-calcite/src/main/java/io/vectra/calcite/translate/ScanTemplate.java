package io.vectra.calcite.translate;

import io.vectra.calcite.function.VectorValue;
import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.schema.StandaloneSource;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowOrder;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** A table scan ready to be run: give it parameters, and it is a query of the engine. */
public final class ScanTemplate {
  private final VectraTable table;
  private final ScanSpec spec;
  private final PredicateTranslator.@Nullable Template predicate;

  /** Translates what a scan has absorbed. */
  public ScanTemplate(VectraTable table, ScanSpec spec, RexBuilder builder) {
    this.table = table;
    this.spec = spec;
    RexNode condition = spec.predicate();
    this.predicate =
        condition == null
            ? null
            : new PredicateTranslator(table.schema(), builder).translate(condition);
    if (condition != null && predicate == null) {
      throw new IllegalStateException("a scan absorbed what does not translate: " + condition);
    }
  }

  public TableSchema schema() {
    return table.schema();
  }

  /** Whether each row carries its key after the columns. */
  public boolean keyed() {
    return table.keyed();
  }

  /** What a stock Calcite connection reads the table from; null in a session of Vectra's own. */
  public @Nullable StandaloneSource source() {
    return table.source();
  }

  /** The specification that it was made from. */
  public ScanSpec spec() {
    return spec;
  }

  /**
   * The query for these parameters.
   *
   * @param ef candidates of a graph search, 0 for the default
   * @param exact whether graphs are left out
   */
  public Query bind(Bindings bindings, int ef, boolean exact) {
    Predicate bound = predicate == null ? null : predicate.bind(bindings);
    long offset = count(spec.offset(), bindings, "OFFSET", 0);
    long fetch = count(spec.fetch(), bindings, "LIMIT", Query.NO_LIMIT);
    int tableId = table.schema().id();
    ScanSpec.Nearest search = spec.nearest();
    RowOrder order = spec.order();
    if (order != null) {
      long limit = fetch == Query.NO_LIMIT ? Long.MAX_VALUE : fetch; // LIMIT NULL
      return new Query(tableId, bound, null, offset, limit, order);
    }
    long most = fetch == Query.NO_LIMIT ? Integer.MAX_VALUE : saturatedSum(offset, fetch);
    int k = (int) Math.min(most, Integer.MAX_VALUE);
    if (search == null) {
      Threshold threshold = Threshold.of(bound);
      return threshold == null
          ? new Query(tableId, bound, null, offset, fetch)
          : new Query(
              tableId,
              threshold.others(),
              threshold.search(k, ef, exact || table.keyed()), // rows that change: every one
              offset,
              fetch);
    }
    Object vector = Constants.evaluate(search.query(), bindings);
    if (vector == null) {
      return withoutVector(bound, search, offset, fetch);
    }
    NearestQuery nearest =
        new NearestQuery(
            search.column(),
            VectorValue.floats(vector),
            search.metric(),
            k,
            ef,
            exact,
            search.absent());
    Threshold threshold = Threshold.of(bound, nearest);
    return threshold == null
        ? new Query(tableId, bound, nearest, offset, fetch)
        : new Query(tableId, threshold.others(), threshold.limit(nearest), offset, fetch);
  }

  private static long saturatedSum(long offset, long fetch) {
    return offset > Long.MAX_VALUE - fetch ? Long.MAX_VALUE : offset + fetch;
  }

  /** No row has a distance from NULL: any rows do where those without one are wanted. */
  private Query withoutVector(
      @Nullable Predicate bound, ScanSpec.Nearest search, long offset, long fetch) {
    Predicate condition =
        search.absent() != Absent.LEFT_OUT ? bound : new Predicate.Constant(Truth.FALSE);
    return new Query(table.schema().id(), condition, null, offset, fetch);
  }

  /**
   * The count of OFFSET or LIMIT.
   *
   * @param absent stands for none, and for NULL
   */
  public static long count(@Nullable RexNode node, Bindings bindings, String what, long absent) {
    if (node == null) {
      return absent;
    }
    Object value = Constants.evaluate(node, bindings);
    if (value == null) {
      return absent;
    }
    long count = (Long) Conversions.convert(value, ColumnType.of(ColumnType.Kind.BIGINT), what);
    if (count < 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, what + " " + count + " is negative; it must be 0 or more.");
    }
    return count;
  }
}
