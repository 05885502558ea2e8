package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.vector.VectorDistance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A predicate made ready to be evaluated row by row, with SQL's three-valued logic. Belongs to one
 * thread.
 */
interface RowTest {

  Truth test(RowRef row);

  default boolean matches(RowRef row) {
    return test(row) == Truth.TRUE;
  }

  /** Prepares a predicate; none matches every row. */
  static RowTest of(@Nullable Predicate predicate) {
    if (predicate == null) {
      return row -> Truth.TRUE;
    }
    if (predicate instanceof Predicate.Constant constant) {
      return row -> constant.truth();
    }
    if (predicate instanceof Predicate.Compare compare) {
      return compare(compare);
    }
    if (predicate instanceof Predicate.In in) {
      return in(in);
    }
    if (predicate instanceof Predicate.IsNull isNull) {
      return row -> truth(row.value(isNull.column()) == null);
    }
    if (predicate instanceof Predicate.Like like) {
      return like(like);
    }
    if (predicate instanceof Predicate.WithinDistance within) {
      return within(within);
    }
    if (predicate instanceof Predicate.AtPath atPath) {
      return atPath(atPath);
    }
    if (predicate instanceof Predicate.MetadataMatches matches) {
      return row -> {
        String metadata = (String) row.value(matches.column());
        return metadata == null ? Truth.UNKNOWN : truth(matches.filter().matches(metadata));
      };
    }
    if (predicate instanceof Predicate.And and) {
      return all(prepare(and.parts()), Truth.FALSE, Truth.TRUE);
    }
    if (predicate instanceof Predicate.Or or) {
      return all(prepare(or.parts()), Truth.TRUE, Truth.FALSE);
    }
    RowTest part = of(((Predicate.Not) predicate).part());
    return row -> negate(part.test(row));
  }

  private static List<RowTest> prepare(List<Predicate> parts) {
    List<RowTest> tests = new ArrayList<>();
    for (Predicate part : parts) {
      tests.add(of(part));
    }
    return tests;
  }

  /** AND stops at FALSE and is TRUE when nothing stopped it; OR the other way round. */
  private static RowTest all(List<RowTest> parts, Truth stop, Truth otherwise) {
    return row -> {
      Truth result = otherwise;
      for (RowTest part : parts) {
        Truth truth = part.test(row);
        if (truth == stop) {
          return stop;
        }
        if (truth == Truth.UNKNOWN) {
          result = Truth.UNKNOWN;
        }
      }
      return result;
    };
  }

  private static RowTest compare(Predicate.Compare compare) {
    Object right = compare.value();
    return row -> {
      Object left = row.value(compare.column());
      if (left == null) {
        return Truth.UNKNOWN;
      }
      int order = compareValues(left, right);
      return truth(
          switch (compare.comparison()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
          });
    };
  }

  private static RowTest in(Predicate.In in) {
    return row -> {
      Object left = row.value(in.column());
      if (left == null) {
        return Truth.UNKNOWN;
      }
      if (hasSqlEquality(left)) {
        return truth(in.values().contains(left));
      }
      for (Object value : in.values()) {
        if (compareValues(left, value) == 0) {
          return Truth.TRUE;
        }
      }
      return Truth.FALSE;
    };
  }

  private static RowTest like(Predicate.Like like) {
    LikePattern pattern = LikePattern.of(like.pattern(), like.escape());
    return row -> {
      Object value = row.value(like.column());
      return value == null ? Truth.UNKNOWN : truth(pattern.matches((String) value));
    };
  }

  private static RowTest within(Predicate.WithinDistance within) {
    VectorDistance.Prepared distance = VectorDistance.of(within.metric()).prepare(within.vector());
    float[] scratch = new float[within.vector().length];
    return row -> {
      float[] vector = row.vector(within.column(), scratch);
      double exact = vector == null ? Double.NaN : distance.exact(vector);
      return Double.isNaN(exact) ? Truth.UNKNOWN : truth(exact <= within.distance());
    };
  }

  private static RowTest atPath(Predicate.AtPath atPath) {
    RowTest condition = of(atPath.condition());
    return row -> {
      String json = (String) row.value(atPath.column());
      Object value = json == null ? null : atPath.reading().value(atPath.path().find(json));
      return condition.test(new RowRef.Pending(row.key(), new @Nullable Object[] {value}));
    };
  }

  /** Whether {@code equals} of a class is SQL's {@code =}. */
  private static boolean hasSqlEquality(Object value) {
    return !(value instanceof BigDecimal
        || value instanceof Float
        || value instanceof Double
        || value instanceof byte[]
        || value instanceof float[]);
  }

  /** Orders two values of one column type; 0 and -0 are equal, bytes and UUIDs are unsigned. */
  @SuppressWarnings("unchecked")
  static int compareValues(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return Long.compare(RankReader.rank(a.doubleValue()), RankReader.rank(b.doubleValue()));
    }
    if (left instanceof Float a && right instanceof Float b) {
      return Long.compare(RankReader.rank(a.floatValue()), RankReader.rank(b.floatValue()));
    }
    if (left instanceof byte[] a && right instanceof byte[] b) {
      return Arrays.compareUnsigned(a, b);
    }
    if (left instanceof float[] a && right instanceof float[] b) {
      return Arrays.compare(a, b);
    }
    if (left instanceof UUID a && right instanceof UUID b) {
      int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
      return high != 0
          ? high
          : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
    if (left instanceof String a && right instanceof String b) {
      return CodePoints.compare(a, b);
    }
    return ((Comparable<Object>) left).compareTo(right);
  }

  private static Truth truth(boolean value) {
    return value ? Truth.TRUE : Truth.FALSE;
  }

  private static Truth negate(Truth truth) {
    return switch (truth) {
      case TRUE -> Truth.FALSE;
      case FALSE -> Truth.TRUE;
      case UNKNOWN -> Truth.UNKNOWN;
    };
  }
}
