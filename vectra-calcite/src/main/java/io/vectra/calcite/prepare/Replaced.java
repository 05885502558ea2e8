package io.vectra.calcite.prepare;

import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be replaced.
 *
 * @param key what it has been found by
 * @param before its values; there may be more after them
 * @param after its new values
 */
record Replaced(RowKey key, @Nullable Object[] before, @Nullable Object[] after) {

  /** Whether it gets another primary key. */
  boolean moves(TableSchema table) {
    return !table.hasHiddenKey()
        && table.primaryKey().stream()
            .anyMatch(column -> !Objects.equals(before[column], after[column]));
  }
}
