package io.vectra.engine.search;

import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.ScalarIndex.KeyPart;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an index that rows of a predicate can have. Rows with these keys may still not match.
 *
 * @param ranges none of which overlap
 */
record IndexChoice(ScalarIndex index, List<KeyRange> ranges) {
  /** Ranges from which an index is asked for fewer of its columns. */
  private static final int MAX_RANGES = 1_024;

  /** For each index the keys of a predicate; none for an index that does not help. */
  static List<IndexChoice> of(
      TableSchema schema, List<ScalarIndex> indexes, @Nullable Predicate predicate) {
    if (predicate == null || indexes.isEmpty()) {
      return List.of();
    }
    List<Predicate> conditions = new ArrayList<>();
    flatten(predicate, conditions);
    List<IndexChoice> choices = new ArrayList<>();
    for (ScalarIndex index : indexes) {
      List<KeyRange> ranges = ranges(schema, index, conditions);
      if (ranges != null) {
        choices.add(new IndexChoice(index, ranges));
      }
    }
    return choices;
  }

  private static void flatten(Predicate predicate, List<Predicate> conditions) {
    if (predicate instanceof Predicate.And and) {
      and.parts().forEach(part -> flatten(part, conditions));
    } else {
      conditions.add(predicate);
    }
  }

  private static @Nullable List<KeyRange> ranges(
      TableSchema schema, ScalarIndex index, List<Predicate> conditions) {
    List<IndexKey> prefixes = List.of(new IndexKey(new byte[0]));
    int used = 0;
    for (KeyPart part : index.key()) {
      Column column = schema.column(part.column());
      Collection<@Nullable Object> values = values(part.column(), column, conditions);
      if (values == null || (long) values.size() * prefixes.size() > MAX_RANGES) {
        List<KeyRange> ranges = between(part.column(), column, prefixes, conditions);
        return ranges != null || used == 0 ? ranges : startingWith(prefixes);
      }
      List<IndexKey> longer = new ArrayList<>();
      for (IndexKey prefix : prefixes) {
        values.forEach(value -> longer.add(KeyRange.extended(prefix, column, value)));
      }
      prefixes = longer.stream().distinct().toList();
      used++;
    }
    return startingWith(prefixes);
  }

  private static List<KeyRange> startingWith(List<IndexKey> prefixes) {
    return prefixes.stream().map(KeyRange::startingWith).distinct().toList();
  }

  /** The only values that a column can have; null when they are not known. */
  private static @Nullable Collection<@Nullable Object> values(
      int position, Column column, List<Predicate> conditions) {
    Collection<@Nullable Object> fewest = null;
    for (Predicate condition : conditions) {
      Collection<@Nullable Object> values = null;
      if (condition instanceof Predicate.Compare compare
          && compare.column() == position
          && compare.comparison() == Comparison.EQUAL) {
        values = List.of(compare.value());
      } else if (condition instanceof Predicate.In in && in.column() == position) {
        values = List.copyOf(in.values());
      } else if (condition instanceof Predicate.IsNull isNull && isNull.column() == position) {
        values = Collections.singletonList(null);
      }
      if (values != null
          && values.stream().allMatch(value -> hasKey(column, value))
          && (fewest == null || values.size() < fewest.size())) {
        fewest = values;
      }
    }
    return fewest;
  }

  /** Behind each prefix the keys whose next column lies between bounds; null without bounds. */
  private static @Nullable List<KeyRange> between(
      int position, Column column, List<IndexKey> prefixes, List<Predicate> conditions) {
    List<Predicate.Compare> bounds = new ArrayList<>();
    for (Predicate condition : conditions) {
      if (condition instanceof Predicate.Compare compare
          && compare.column() == position
          && compare.comparison() != Comparison.NOT_EQUAL
          && hasKey(column, compare.value())) {
        bounds.add(compare);
      }
    }
    if (bounds.isEmpty()) {
      return null;
    }
    List<KeyRange> ranges = new ArrayList<>();
    for (IndexKey prefix : prefixes) {
      KeyRange range = KeyRange.valuesBehind(prefix);
      for (Predicate.Compare bound : bounds) {
        range = narrowed(range, bound, KeyRange.extended(prefix, column, bound.value()));
      }
      if (!range.isEmpty()) {
        ranges.add(range);
      }
    }
    return ranges.stream().distinct().toList();
  }

  private static KeyRange narrowed(KeyRange range, Predicate.Compare bound, IndexKey key) {
    return switch (bound.comparison()) {
      case LESS -> range.below(key, false);
      case LESS_OR_EQUAL -> range.below(key, true);
      case GREATER -> range.above(key, false);
      case GREATER_OR_EQUAL -> range.above(key, true);
      case EQUAL, NOT_EQUAL -> range;
    };
  }

  /** Whether a value stands in an index where its order says: not one that has to be rounded. */
  private static boolean hasKey(Column column, @Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.signum() == 0
          || (decimal.stripTrailingZeros().scale() <= column.type().scale()
              && (long) decimal.precision() - decimal.scale() <= column.type().precision());
    }
    if (value instanceof String text) {
      return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
    return !Objects.equals(value, Float.NaN) && !Objects.equals(value, Double.NaN);
  }
}
