package io.vectra.calcite.prepare;

import io.vectra.engine.query.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be replaced.
 *
 * @param key what it has been found by
 * @param before its values; there may be more after them
 * @param after its new values
 */
record Replaced(RowKey key, @Nullable Object[] before, @Nullable Object[] after) {}
