package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Recognises predicates that only rows of known keys can satisfy. */
final class KeyPredicate {
  private KeyPredicate() {}

  /** The keys that a matching row can have, in key order; null when they are not known. */
  static @Nullable List<RowKey> keysOf(TableSchema schema, @Nullable Predicate predicate) {
    if (predicate == null || schema.hasHiddenKey()) {
      return null;
    }
    Map<Integer, Predicate> conditions = new HashMap<>();
    collect(predicate, conditions);
    if (schema.primaryKey().size() == 1
        && conditions.get(schema.primaryKey().get(0)) instanceof Predicate.In in) {
      TreeSet<RowKey> keys = new TreeSet<>();
      in.values().forEach(value -> keys.addAll(possibleKey(schema, value)));
      return new ArrayList<>(keys);
    }
    Object[] values = new Object[schema.primaryKey().size()];
    for (int i = 0; i < values.length; i++) {
      if (!(conditions.get(schema.primaryKey().get(i)) instanceof Predicate.Compare compare)) {
        return null;
      }
      values[i] = compare.value();
    }
    return possibleKey(schema, values);
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
