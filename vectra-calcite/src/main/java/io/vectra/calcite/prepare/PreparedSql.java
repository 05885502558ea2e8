package io.vectra.calcite.prepare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that has been planned, bound to its session. Values of parameters may be of any class
 * that JDBC binds: the boxed primitives, BigDecimal, String, byte[], java.time types, float[],
 * double[], {@code List<Number>}; a value that cannot become the type wanted is refused with
 * DATATYPE_MISMATCH or INVALID_VECTOR. Planned again by itself when the catalog has changed since.
 */
public interface PreparedSql {

  /** Whether it gives rows. */
  boolean isQuery();

  /** Whether it changes nothing. */
  boolean readsOnly();

  /** Whether its rows are those that it changes: RETURNING. */
  default boolean isReturning() {
    return false;
  }

  /** Whether it inserts, updates or deletes rows: it may share a transaction with other changes. */
  default boolean changesRows() {
    return false;
  }

  /** Columns of the result; empty when it gives no rows. */
  List<ColumnInfo> columns();

  /** Its {@code ?}, in order. */
  List<ParameterInfo> parameters();

  /** Runs it; in autocommit, a statement is a transaction of its own. */
  SqlResult execute(@Nullable Object[] values, ExecutionControl control);

  /**
   * Runs it once for each set of values, as one transaction (and one log append) in autocommit.
   *
   * @return rows changed by each
   */
  List<SqlResult.Count> executeBatch(List<@Nullable Object[]> batch, ExecutionControl control);
}
