package io.vectra.engine.query;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.json.JsonPath;
import io.vectra.engine.json.JsonReading;
import io.vectra.engine.metadata.MetadataMatch;
import io.vectra.engine.schema.Metric;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the columns of one row, with SQL's three-valued logic: a row matches where the
 * predicate is TRUE, not where it is UNKNOWN. Values have the Java class of the column's type and
 * are never null; arrays are copied, and equal if their contents are. Columns are positions in the
 * table.
 */
public sealed interface Predicate {

  /** How a column compares with a value. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /** TRUE, FALSE or UNKNOWN for every row. */
  record Constant(Truth truth) implements Predicate {}

  /** {@code column <comparison> value}; UNKNOWN where the column is NULL. */
  record Compare(int column, Comparison comparison, Object value) implements Predicate {
    public Compare {
      requireNonNull(comparison, "comparison is null");
      requireNonNull(value, "value is null");
      value = Values.own(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Compare compare
          && column == compare.column
          && comparison == compare.comparison
          && Values.comparable(value).equals(Values.comparable(compare.value));
    }

    @Override
    public int hashCode() {
      return (31 * column + comparison.hashCode()) * 31 + Values.comparable(value).hashCode();
    }
  }

  /** {@code column IN (values)}; UNKNOWN where the column is NULL. */
  record In(int column, Set<Object> values) implements Predicate {
    public In {
      values = Values.own(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof In in
          && column == in.column
          && Values.comparable(values).equals(Values.comparable(in.values));
    }

    @Override
    public int hashCode() {
      return 31 * column + Values.comparable(values).hashCode();
    }
  }

  /** {@code column IS NULL}; never UNKNOWN. */
  record IsNull(int column) implements Predicate {}

  /**
   * {@code column LIKE pattern}: {@code %} any run, {@code _} any one character; {@code escape} is
   * 0 where there is none.
   */
  record Like(int column, String pattern, char escape) implements Predicate {
    public Like {
      requireNonNull(pattern, "pattern is null");
    }
  }

  /**
   * The distance of a vector column to {@code vector} is at most {@code distance}; UNKNOWN where
   * there is none.
   */
  record WithinDistance(int column, float[] vector, Metric metric, double distance)
      implements Predicate {
    public WithinDistance {
      requireNonNull(metric, "metric is null");
      vector = vector.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof WithinDistance within
          && column == within.column
          && metric == within.metric
          && distance == within.distance
          && Values.comparable(vector).equals(Values.comparable(within.vector));
    }

    @Override
    public int hashCode() {
      return (31 * column + metric.hashCode()) * 31
          + Double.hashCode(distance)
          + Values.comparable(vector).hashCode();
    }
  }

  /**
   * A condition on what lies at a path in a JSON column, as if that were column 0 of a row of its
   * own; NULL where the column is.
   *
   * @param reading what it is there
   */
  record AtPath(int column, JsonPath path, JsonReading reading, Predicate condition)
      implements Predicate {
    public AtPath {
      requireNonNull(reading, "reading is null");
      requireNonNull(path, "path is null");
      requireNonNull(condition, "condition is null");
    }
  }

  /** The metadata in a JSON column match a filter; UNKNOWN where the column is NULL. */
  record MetadataMatches(int column, MetadataMatch filter) implements Predicate {
    public MetadataMatches {
      requireNonNull(filter, "filter is null");
    }
  }

  /** All of them. */
  record And(List<Predicate> parts) implements Predicate {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /** Any of them. */
  record Or(List<Predicate> parts) implements Predicate {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** The opposite; UNKNOWN stays UNKNOWN. */
  record Not(Predicate part) implements Predicate {
    public Not {
      requireNonNull(part, "part is null");
    }
  }

  /** SQL's truth values. */
  enum Truth {
    TRUE,
    FALSE,
    UNKNOWN
  }
}
