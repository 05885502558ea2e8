package io.vectra.calcite.execute;

import io.vectra.calcite.schema.Values;
import io.vectra.engine.query.Predicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Joins rows with those of a table that have their keys, a batch of them at a time. */
public final class LookupRows {
  /** The first batch is small, since few rows may be wanted. */
  private static final int FIRST_BATCH = 32;

  /** An index is asked for no more keys at once. */
  private static final int LAST_BATCH = 1_024;

  private final TableRows table;
  private final LookupKeys keys;
  private final JoinRelType type;
  private final List<RelDataType> types;

  /** Rows with columns of these types. */
  LookupRows(TableRows table, LookupKeys keys, JoinRelType type, List<RelDataType> types) {
    this.table = table;
    this.keys = keys;
    this.type = type;
    this.types = types;
  }

  /** The joined rows of an execution; generated code calls this. */
  public Enumerable<@Nullable Object> join(Enumerable<@Nullable Object> rows, DataContext data) {
    QueryContext context = QueryContext.of(data);
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new Joined(rows.enumerator(), context);
      }
    };
  }

  /** The joined rows, those of one batch at a time. */
  private final class Joined extends JoinedRows {
    private final QueryContext context;
    private int batch = FIRST_BATCH;
    private boolean ended;

    /** The first row of the next batch, where it was one too many for the one before. */
    private @Nullable Object @Nullable [] held;

    Joined(Enumerator<@Nullable Object> rows, QueryContext context) {
      super(rows);
      this.context = context;
    }

    @Override
    boolean joinMore() {
      if (ended) {
        return false;
      }
      List<@Nullable Object[]> outer = new ArrayList<>();
      List<Set<Object>> wanted = new ArrayList<>();
      keys.columns().forEach(column -> wanted.add(new HashSet<>()));
      gather(outer, wanted);
      batch = Math.min(2 * batch, LAST_BATCH);
      Map<List<Object>, List<@Nullable Object[]>> found = found(wanted);
      for (@Nullable Object[] row : outer) {
        List<Object> key = key(row);
        List<@Nullable Object[]> inner =
            key == null ? List.of() : found.getOrDefault(key, List.of());
        inner.forEach(each -> add(row, each));
        if (inner.isEmpty() && type == JoinRelType.LEFT) {
          addAlone(row, table.width());
        }
      }
      return true;
    }

    /** Takes the rows of a batch, and the values of each column of their keys. */
    private void gather(List<@Nullable Object[]> outer, List<Set<Object>> wanted) {
      while (outer.size() < batch) {
        @Nullable Object[] row = next();
        if (row == null) {
          ended = true;
          return;
        }
        List<Object> key = key(row);
        if (key != null && combinations(wanted, key) > LAST_BATCH) {
          held = row;
          return;
        }
        outer.add(row);
        for (int i = 0; key != null && i < wanted.size(); i++) {
          wanted.get(i).add(key.get(i));
        }
      }
    }

    private @Nullable Object @Nullable [] next() {
      @Nullable Object[] next = held;
      held = null;
      return next != null ? next : rows.moveNext() ? row(rows.current(), types.size()) : null;
    }

    /** How many keys the index would be asked for with one more row. */
    private long combinations(List<Set<Object>> wanted, List<Object> key) {
      long combinations = 1;
      for (int i : keys.leading()) {
        Set<Object> values = wanted.get(i);
        combinations *= values.size() + (values.contains(key.get(i)) ? 0 : 1);
      }
      return combinations;
    }

    /** The rows of the table that have the keys of a batch, by these keys. */
    private Map<List<Object>, List<@Nullable Object[]>> found(List<Set<Object>> wanted) {
      Map<List<Object>, List<@Nullable Object[]>> found = new HashMap<>();
      if (wanted.get(0).isEmpty()) {
        return found;
      }
      List<Predicate> conditions = new ArrayList<>();
      for (int i = 0; i < wanted.size(); i++) {
        conditions.add(new Predicate.In(keys.columns().get(i), wanted.get(i)));
      }
      table.lookUp(
          context,
          conditions,
          row -> {
            List<Object> key = new ArrayList<>();
            keys.inner().forEach(field -> key.add(Objects.requireNonNull(row.value(field))));
            found.computeIfAbsent(key, each -> new ArrayList<>()).add(table.current(row));
          });
      return found;
    }

    /** The key of a row, null where a part of it is NULL and so equal to nothing. */
    private @Nullable List<Object> key(@Nullable Object[] row) {
      List<Object> key = new ArrayList<>();
      for (int field : keys.outer()) {
        Object value = Values.toEngine(row[field], types.get(field));
        if (value == null) {
          return null;
        }
        key.add(value);
      }
      return key;
    }
  }
}
