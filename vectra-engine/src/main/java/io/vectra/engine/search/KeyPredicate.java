package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Recognises predicates that only rows of known keys can satisfy. */
final class KeyPredicate {
  /** Keys of several columns of which no more are tried. */
  private static final int MAX_KEYS = 1_024;

  private KeyPredicate() {}

  /** The keys that a matching row can have, in key order; null when they are not known. */
  static @Nullable List<RowKey> keysOf(TableSchema schema, @Nullable Predicate predicate) {
    if (predicate == null || schema.hasHiddenKey()) {
      return null;
    }
    Map<Integer, Predicate> conditions = new HashMap<>();
    collect(predicate, conditions);
    List<Integer> columns = schema.primaryKey();
    List<Collection<Object>> values = new ArrayList<>();
    long combinations = 1;
    for (int column : columns) {
      Collection<Object> possible = values(conditions.get(column));
      if (possible == null) {
        return null;
      }
      combinations *= possible.size();
      if (columns.size() > 1 && combinations > MAX_KEYS) {
        return null;
      }
      values.add(possible);
    }
    TreeSet<RowKey> keys = new TreeSet<>();
    addKeys(schema, values, new Object[values.size()], 0, keys);
    return new ArrayList<>(keys);
  }

  /** Adds the keys that begin with what the first columns have, with all values of the others. */
  private static void addKeys(
      TableSchema schema,
      List<Collection<Object>> values,
      Object[] key,
      int column,
      Set<RowKey> keys) {
    if (column == key.length) {
      keys.addAll(possibleKey(schema, key));
      return;
    }
    for (Object value : values.get(column)) {
      key[column] = value;
      addKeys(schema, values, key, column + 1, keys);
    }
  }

  /** The values that a column can have; null where they are not known. */
  private static @Nullable Collection<Object> values(@Nullable Predicate condition) {
    if (condition instanceof Predicate.In in) {
      return in.values();
    }
    return condition instanceof Predicate.Compare compare ? List.of(compare.value()) : null;
  }

  /** The key of these values, or none where they are too long to be a key of any row. */
  private static List<RowKey> possibleKey(TableSchema schema, Object... values) {
    try {
      return List.of(KeyCodec.encode(schema, values));
    } catch (VectraException e) {
      if (e.code() == ErrorCode.LIMIT_EXCEEDED) {
        return List.of();
      }
      throw e;
    }
  }

  private static void collect(Predicate predicate, Map<Integer, Predicate> conditions) {
    if (predicate instanceof Predicate.And and) {
      and.parts().forEach(part -> collect(part, conditions));
    } else if (predicate instanceof Predicate.Compare compare
        && compare.comparison() == Comparison.EQUAL) {
      conditions.put(compare.column(), compare);
    } else if (predicate instanceof Predicate.In in) {
      conditions.putIfAbsent(in.column(), in);
    }
  }
}
