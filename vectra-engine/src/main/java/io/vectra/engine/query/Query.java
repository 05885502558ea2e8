package io.vectra.engine.query;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What to read from one table: the rows that match a predicate, in key order, or nearest first when
 * {@code nearest} is given, or as {@code order} says; {@code offset} of them skipped, at most
 * {@code limit} returned.
 *
 * @param tableId id of the table in the catalog
 * @param limit {@link #NO_LIMIT} for all
 * @param order null for that of keys
 */
public record Query(
    int tableId,
    @Nullable Predicate predicate,
    @Nullable NearestQuery nearest,
    long offset,
    long limit,
    @Nullable RowOrder order) {
  public static final long NO_LIMIT = -1;

  public Query {
    if (order != null && (nearest != null || limit == NO_LIMIT)) {
      throw new IllegalArgumentException("an order is of a limited number of rows: " + order);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset is negative: " + offset);
    }
    if (limit < NO_LIMIT) {
      throw new IllegalArgumentException("limit is negative: " + limit);
    }
  }

  /** Rows in key order, or nearest first. */
  public Query(
      int tableId,
      @Nullable Predicate predicate,
      @Nullable NearestQuery nearest,
      long offset,
      long limit) {
    this(tableId, predicate, nearest, offset, limit, null);
  }

  /** All rows of a table, in key order. */
  public static Query all(int tableId) {
    return new Query(tableId, null, null, 0, NO_LIMIT);
  }

  /** The rows of a table that match. */
  public static Query where(int tableId, Predicate predicate) {
    return new Query(tableId, requireNonNull(predicate, "predicate is null"), null, 0, NO_LIMIT);
  }
}
