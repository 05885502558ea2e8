package io.vectra.engine.search;

import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.RowOrder;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What orders rows: the keys of an index, and where these are equal the keys of rows; or these
 * alone.
 *
 * @param index whose keys these are; it may be of no table, where none has this order
 * @param real whether the table has this index
 */
record OrderedKeys(TableSchema schema, @Nullable ScalarIndex index, boolean real, RowOrder order) {
  private static final IndexKey NONE = new IndexKey(new byte[0]);
  private static final byte NULL_IN_FRONT = 0;

  /** A row at its place in the order. */
  record Place(IndexKey key, RowRef row) {}

  /** The keys that order the rows of a predicate. */
  static OrderedKeys of(TableState table, @Nullable Predicate predicate, RowOrder order) {
    TableSchema schema = table.schema();
    if (isPrefix(order.columns(), schema.primaryKey())) {
      return new OrderedKeys(schema, null, true, order);
    }
    Set<Integer> fixed = new HashSet<>();
    collectFixed(predicate, fixed);
    fixed.removeIf(column -> hasTwoZeros(schema.column(column)));
    for (ScalarIndex index : table.scalarIndexes()) {
      if (orders(index, schema, fixed, order)) {
        return new OrderedKeys(schema, index, true, order);
      }
    }
    ScalarIndex none = ScalarIndex.define("", schema.id(), order.columns(), false);
    return new OrderedKeys(schema, none, false, order);
  }

  /** Columns that have one value in all rows of a predicate. */
  private static void collectFixed(@Nullable Predicate predicate, Set<Integer> fixed) {
    if (predicate instanceof Predicate.And and) {
      and.parts().forEach(part -> collectFixed(part, fixed));
    } else if (predicate instanceof Predicate.Compare compare
        && compare.comparison() == Predicate.Comparison.EQUAL) {
      fixed.add(compare.column());
    }
  }

  /** Whether two values of a column are equal that have different keys. */
  private static boolean hasTwoZeros(Column column) {
    return column.type().kind() == Kind.REAL || column.type().kind() == Kind.DOUBLE;
  }

  private static boolean orders(
      ScalarIndex index, TableSchema schema, Set<Integer> fixed, RowOrder order) {
    List<Integer> columns = new ArrayList<>(index.columns());
    while (!columns.isEmpty()
        && fixed.contains(columns.get(0))
        && !columns.get(0).equals(order.columns().get(0))) {
      columns.remove(0);
    }
    if (columns.isEmpty() || order.nullsApart() && columns.size() < index.columns().size()) {
      return false;
    }
    columns.addAll(schema.primaryKey());
    return isPrefix(order.columns(), columns);
  }

  private static boolean isPrefix(List<Integer> columns, List<Integer> of) {
    return columns.size() <= of.size() && of.subList(0, columns.size()).equals(columns);
  }

  /** Whether the rows are in this order as they are read. */
  boolean areKeysOfRows() {
    return index == null && !order.descending();
  }

  /** The whole key of a row. */
  IndexKey key(RowRef row) {
    return index == null ? NONE : IndexKeyCodec.encode(schema, index, row::value);
  }

  /** A row at its place. */
  Place place(RowRef row) {
    return new Place(sorted(key(row)), row);
  }

  /** A key of the index as one that sorts where its row does. */
  IndexKey sorted(IndexKey key) {
    if (!order.nullsApart() || IndexKeyCodec.beginsWithValue(key)) {
      return key;
    }
    byte[] moved = key.bytes().clone();
    moved[0] = NULL_IN_FRONT;
    return new IndexKey(moved);
  }

  /** Places in order. */
  Comparator<Place> comparator() {
    Comparator<Place> ascending =
        Comparator.comparing(Place::key).thenComparing(place -> place.row().key());
    return order.descending() ? ascending.reversed() : ascending;
  }

  /** Ranges of the index that hold all rows of a predicate, one after another in the order. */
  List<KeyRange> ranges(@Nullable Predicate predicate) {
    if (index == null) {
      return List.of();
    }
    List<IndexChoice> choices = IndexChoice.of(schema, List.of(index), predicate);
    List<KeyRange> ranges = new ArrayList<>();
    if (choices.isEmpty()) {
      KeyRange values = KeyRange.valuesBehind(NONE);
      ranges.add(values);
      Column first = schema.column(index.columns().get(0));
      ranges.add(new KeyRange(KeyRange.extended(NONE, first, null), null));
    } else {
      ranges.addAll(choices.get(0).ranges());
    }
    Comparator<KeyRange> ascending = Comparator.comparing(range -> sorted(range.from()));
    ranges.sort(order.descending() ? ascending.reversed() : ascending);
    return ranges;
  }
}
