package io.vectra.calcite.execute;

import io.vectra.calcite.memory.HeapSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.EnumerableDefaults;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.linq4j.Lookup;
import org.apache.calcite.linq4j.function.EqualityComparer;
import org.apache.calcite.linq4j.function.Function0;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.linq4j.function.Function2;
import org.jspecify.annotations.Nullable;

/**
 * Rows of generated code that are charged for where an operator keeps them: those that it sorts,
 * the groups that it makes of them, those that it joins with. Reading them one by one costs
 * nothing.
 *
 * @param <T> a row
 */
public final class KeptRows<T> extends AbstractEnumerable<T> {
  /** Bytes of a place in a list that grows. */
  private static final long PLACE = 16;

  /** Bytes of an entry of a map of lists, or of a set. */
  private static final long ENTRY = 128;

  /** Bytes of a group's entry and of what its aggregates have so far. */
  private static final long GROUP = 192;

  private final Enumerable<T> rows;
  private final QueryContext context;

  private KeptRows(Enumerable<T> rows, QueryContext context) {
    this.rows = rows;
    this.context = context;
  }

  /**
   * The same rows for an operator that asks for a collection of them; generated code calls this.
   */
  public static <T> Enumerable<T> of(Enumerable<T> rows, DataContext data) {
    return new KeptRows<>(rows, QueryContext.of(data));
  }

  /** The same rows for an operator that keeps each that it reads; generated code calls this. */
  public static <T> Enumerable<T> all(Enumerable<T> rows, DataContext data) {
    return new KeptRows<>(rows, QueryContext.of(data)).charged(ENTRY, Long.MAX_VALUE);
  }

  /** The first rows in an order; generated code calls this. */
  public static <T, K> Enumerable<T> orderBy(
      Enumerable<T> rows,
      Function1<T, K> key,
      Comparator<K> order,
      int offset,
      int fetch,
      DataContext data) {
    Enumerable<T> kept =
        new KeptRows<>(rows, QueryContext.of(data)).charged(ENTRY, (long) offset + fetch);
    return EnumerableDefaults.orderBy(kept, key, order, offset, fetch);
  }

  /** Groups by several keys; generated code calls this. */
  public static <T, K, A, R> Enumerable<R> groupByMultiple(
      Enumerable<T> rows,
      List<Function1<T, K>> keys,
      Function0<A> first,
      Function2<A, T, A> add,
      Function2<K, A, R> result,
      DataContext data) {
    Groups<T, K> groups = new Groups<>(QueryContext.of(data));
    return EnumerableDefaults.groupByMultiple(
        rows, keys.stream().map(groups::key).toList(), groups.first(first), add, result);
  }

  @Override
  public Enumerator<T> enumerator() {
    return rows.enumerator();
  }

  /** Charges for the first rows that are read, each with what it costs beside itself. */
  private Enumerable<T> charged(long overhead, long count) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        return Linq4j.transform(
            rows.enumerator(),
            new Function1<T, T>() {
              private long read;

              @Override
              public T apply(T row) {
                if (read++ < count) {
                  charge(row, overhead);
                }
                return row;
              }
            });
      }
    };
  }

  private void charge(@Nullable Object row, long overhead) {
    context.memory().charge(HeapSize.of(row) + overhead);
  }

  @Override
  public <R> Enumerable<R> select(Function1<T, R> selector) {
    return new KeptRows<>(EnumerableDefaults.select(rows, selector), context);
  }

  @Override
  public List<T> toList() {
    List<T> list = new ArrayList<>();
    try (Enumerator<T> from = rows.enumerator()) {
      while (from.moveNext()) {
        T row = from.current();
        charge(row, PLACE);
        list.add(row);
      }
    }
    return list;
  }

  @Override
  public <C extends Collection<? super T>> C into(C sink) {
    long overhead = sink instanceof List ? PLACE : ENTRY;
    try (Enumerator<T> from = rows.enumerator()) {
      while (from.moveNext()) {
        T row = from.current();
        if (sink.add(row)) {
          charge(row, overhead);
        }
      }
    }
    return sink;
  }

  @Override
  public <R> @Nullable R foreach(Function1<T, R> function) {
    return charged(ENTRY, Long.MAX_VALUE).foreach(function);
  }

  @Override
  public <K> Lookup<K, T> toLookup(Function1<T, K> key) {
    return EnumerableDefaults.toLookup(charged(ENTRY, Long.MAX_VALUE), key);
  }

  @Override
  public <K> Lookup<K, T> toLookup(Function1<T, K> key, EqualityComparer<K> comparer) {
    return EnumerableDefaults.toLookup(charged(ENTRY, Long.MAX_VALUE), key, comparer);
  }

  @Override
  public Enumerable<T> distinct() {
    return Linq4j.asEnumerable(into(new HashSet<>()));
  }

  @Override
  public Enumerable<T> distinct(EqualityComparer<T> comparer) {
    Set<Compared<T>> set = select(row -> new Compared<>(comparer, row)).into(new HashSet<>());
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        return Linq4j.transform(Linq4j.enumerator(set), Compared::row);
      }

      @Override
      public boolean contains(T row) {
        return set.contains(new Compared<>(comparer, row));
      }
    };
  }

  /** A row in a set, equal to another one where a comparer finds them equal. */
  private record Compared<T>(EqualityComparer<T> comparer, T row) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Compared<?> compared && equalTo(compared.row());
    }

    @SuppressWarnings("unchecked") // all rows of a set are of one type
    private boolean equalTo(Object other) {
      return comparer.equal(row, (T) other);
    }

    @Override
    public int hashCode() {
      return comparer.hashCode(row);
    }
  }

  @Override
  public <K> Enumerable<T> orderBy(Function1<T, K> key, Comparator<K> order) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        List<T> sorted = KeptRows.this.toList();
        sorted.sort((one, other) -> order.compare(key.apply(one), key.apply(other)));
        return Linq4j.enumerator(sorted);
      }
    };
  }

  @Override
  public <K, A, R> Enumerable<R> groupBy(
      Function1<T, K> key, Function0<A> first, Function2<A, T, A> add, Function2<K, A, R> result) {
    Groups<T, K> groups = new Groups<>(context);
    return EnumerableDefaults.groupBy(rows, groups.key(key), groups.first(first), add, result);
  }

  @Override
  public <K, A, R> Enumerable<R> groupBy(
      Function1<T, K> key,
      Function0<A> first,
      Function2<A, T, A> add,
      Function2<K, A, R> result,
      EqualityComparer<K> comparer) {
    Groups<T, K> groups = new Groups<>(context);
    return EnumerableDefaults.groupBy(
        rows, groups.key(key), groups.first(first), add, result, comparer);
  }

  /** Charges for each group when its aggregates begin, which is just after its key was computed. */
  private static final class Groups<T, K> {
    private final QueryContext context;
    private @Nullable K newest;

    Groups(QueryContext context) {
      this.context = context;
    }

    Function1<T, K> key(Function1<T, K> key) {
      return row -> {
        K computed = key.apply(row);
        newest = computed;
        return computed;
      };
    }

    <A> Function0<A> first(Function0<A> first) {
      return () -> {
        context.memory().charge(HeapSize.of(newest) + GROUP);
        return first.apply();
      };
    }
  }
}
