package io.vectra.engine.search;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.memtable.IndexedRows;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.search.OrderedKeys.Place;
import io.vectra.engine.segment.KeyFile;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.SegmentKeys;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of a query in an order that an index or the primary key has: read in that order
 * until there are enough, or, where that would mean to look at too many, the first of a scan.
 */
final class OrderedRows {
  /** What it costs to read a row through an index, in rows of a scan column by column. */
  private static final int INDEX_COST = 32;

  /** The same of a row in the order of keys, which is tested by itself. */
  private static final int KEY_COST = 4;

  private static final int ALWAYS_WALKED = 64;

  private final TableReader reader;
  private final Query query;
  private final OrderedKeys keys;
  private final SearchCounters counters;
  private final long wanted;

  /** Whether the index turned out not to have the order: it is damaged, or has cut keys. */
  private boolean outOfOrder;

  OrderedRows(TableReader reader, Query query, OrderedKeys keys, SearchCounters counters) {
    this.reader = reader;
    this.query = query;
    this.keys = keys;
    this.counters = counters;
    long most = query.offset() + query.limit();
    this.wanted = most < 0 ? Long.MAX_VALUE : most;
  }

  /** As many rows as are wanted, those to skip included. */
  List<RowRef> first() {
    List<RowRef> walked = isWalkable() ? walked() : null;
    return walked == null ? sorted() : walked;
  }

  /** Whether rows can be read in order, and no other index tells which they are. */
  private boolean isWalkable() {
    TableState table = reader.table();
    return keys.real()
        && wanted <= mostWalked()
        && KeyPredicate.keysOf(table.schema(), query.predicate()) == null
        && IndexChoice.of(table.schema(), table.scalarIndexes(), query.predicate()).stream()
            .allMatch(choice -> choice.index().equals(keys.index()));
  }

  private long mostWalked() {
    TableState table = reader.table();
    long rows = 0;
    for (TableSegment part : table.segments()) {
      rows += part.segment().size();
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      rows += memtable.versions();
    }
    return rows / (keys.index() == null ? KEY_COST : INDEX_COST) + ALWAYS_WALKED;
  }

  /** The first rows of all parts; null where an index cannot be read, or too many do not match. */
  private @Nullable List<RowRef> walked() {
    List<Iterator<RowRef>> parts = parts();
    if (parts == null) {
      return null;
    }
    Comparator<Place> order = keys.comparator();
    PriorityQueue<Source> sources =
        new PriorityQueue<>((left, right) -> order.compare(left.next(), right.next()));
    parts.forEach(part -> advance(sources, part));
    RowTest test = RowTest.of(query.predicate());
    List<RowRef> found = new ArrayList<>();
    long most = mostWalked() + wanted;
    for (long looked = 0; !sources.isEmpty() && found.size() < wanted && !outOfOrder; looked++) {
      if (looked > most) {
        return null;
      }
      Source source = sources.remove();
      counters.scanned(1);
      if (test.matches(source.next().row())) {
        found.add(source.next().row());
      }
      advance(sources, source.rest());
    }
    counters.throughIndex();
    return outOfOrder ? null : found;
  }

  private void advance(PriorityQueue<Source> sources, Iterator<RowRef> part) {
    if (part.hasNext()) {
      Place next = keys.place(part.next());
      outOfOrder |= next.key().bytes().length > Limits.MAX_INDEX_KEY_BYTES; // an index cuts it
      sources.add(new Source(next, part));
    }
  }

  /** The next row of a part, with the rows behind it. */
  private record Source(Place next, Iterator<RowRef> rest) {}

  /** The rows of each part in order; null where a segment has no keys of the index. */
  private @Nullable List<Iterator<RowRef>> parts() {
    List<Iterator<RowRef>> parts = new ArrayList<>();
    List<KeyRange> ranges = keys.ranges(query.predicate());
    for (TableSegment part : reader.table().segments()) {
      counters.segments++;
      Stream<Integer> ordinals = ordinals(part, ranges);
      if (ordinals == null) {
        return null;
      }
      Segment segment = part.segment();
      parts.add(
          ordinals
              .filter(ordinal -> ordinal >= 0 && segment.visibleAt(ordinal, reader.lsn()))
              .<RowRef>map(ordinal -> new RowRef.InSegment(segment, ordinal))
              .filter(reader::unhidden)
              .iterator());
    }
    for (Memtable memtable : reader.table().memtablesNewestFirst()) {
      parts.add(rows(memtable, ranges).filter(reader::unhidden).iterator());
    }
    List<Place> own = new ArrayList<>();
    reader.pending().rows().forEach(row -> own.add(keys.place(row)));
    own.sort(keys.comparator());
    parts.add(own.stream().map(Place::row).iterator());
    return parts;
  }

  /** The ordinals of a segment in order, -1 for what cannot be read; null without an index. */
  private @Nullable Stream<Integer> ordinals(TableSegment part, List<KeyRange> ranges) {
    ScalarIndex index = keys.index();
    if (index == null) {
      return directed(0, part.segment().size()).boxed();
    }
    SegmentKeys file = part.keys(index.id());
    return file == null
        ? null
        : oneAfterAnother(ranges, range -> positions(file, range).iterator())
            .map(position -> position < 0 ? position : ordinal(file, position));
  }

  private IntStream positions(SegmentKeys file, KeyRange range) {
    try {
      KeyFile read = file.keys();
      return directed(read.first(range.from()), read.end(range));
    } catch (VectraException e) {
      return IntStream.of(damaged(file, e));
    }
  }

  private int ordinal(SegmentKeys file, int position) {
    try {
      return file.keys().ordinal(position);
    } catch (VectraException e) {
      return damaged(file, e);
    }
  }

  private int damaged(SegmentKeys file, VectraException e) {
    IndexRows.reportDamage(file, e);
    outOfOrder = true;
    return -1;
  }

  /** From one number up to another, or the way back. */
  private IntStream directed(int from, int end) {
    return keys.order().descending()
        ? IntStream.range(0, Math.max(0, end - from)).map(i -> end - 1 - i)
        : IntStream.range(from, end);
  }

  private Stream<RowRef> rows(Memtable memtable, List<KeyRange> ranges) {
    ScalarIndex index = keys.index();
    if (index == null) {
      return stream(memtable.visibleBackwards(reader.lsn())).map(this::row);
    }
    IndexedRows indexed = memtable.indexed(index.id());
    return oneAfterAnother(ranges, range -> directed(indexed.in(range)))
        .map(entry -> row(memtable, entry))
        .filter(Objects::nonNull);
  }

  private Iterator<IndexedRows.Entry> directed(NavigableSet<IndexedRows.Entry> entries) {
    return keys.order().descending() ? entries.descendingIterator() : entries.iterator();
  }

  /** The visible version of a row, or null if that is not the one which has this key. */
  private @Nullable RowRef row(Memtable memtable, IndexedRows.Entry entry) {
    RowVersion version = memtable.visible(entry.row(), reader.lsn());
    RowRef row = version == null ? null : row(version);
    return row != null && keys.key(row).cut().equals(entry.key()) ? row : null;
  }

  private RowRef row(RowVersion version) {
    return new RowRef.InMemtable(version, reader.table().schema());
  }

  /** What each range holds, read when it is asked for; a flat map of streams reads ahead. */
  private static <T> Stream<T> oneAfterAnother(
      List<KeyRange> ranges, Function<KeyRange, Iterator<T>> read) {
    Iterator<KeyRange> each = ranges.iterator();
    return stream(
        new Iterator<>() {
          private Iterator<T> current = Collections.emptyIterator();

          @Override
          public boolean hasNext() {
            while (!current.hasNext() && each.hasNext()) {
              current = read.apply(each.next());
            }
            return current.hasNext();
          }

          @Override
          public T next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            return current.next();
          }
        });
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, 0), false);
  }

  /** The first of all rows that match. */
  private List<RowRef> sorted() {
    Comparator<Place> order = keys.comparator();
    PriorityQueue<Place> first = new PriorityQueue<>(order.reversed());
    Iterator<RowRef> rows = matching();
    while (rows.hasNext() && wanted > 0) {
      first.add(keys.place(rows.next()));
      if (first.size() > wanted) {
        first.remove();
      }
    }
    return first.stream().sorted(order).map(Place::row).toList();
  }

  private Iterator<RowRef> matching() {
    Predicate predicate = query.predicate();
    List<RowKey> known = KeyPredicate.keysOf(reader.table().schema(), predicate);
    return known == null
        ? reader.scan(predicate, counters, part -> true)
        : reader.found(known, RowTest.of(predicate), counters).iterator();
  }
}
