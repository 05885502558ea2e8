package io.vectra.engine.search;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Predicates of every form on any columns of a table. */
final class RandomPredicates {
  private static final List<String> PATTERNS = List.of("%", "a%", "_", "%b%", "a!_c", "", "a");

  private final TableSchema schema;
  private final Random random;
  private final RandomValues values;

  RandomPredicates(TableSchema schema, Random random) {
    this.schema = schema;
    this.random = random;
    this.values = new RandomValues(random);
  }

  /**
   * Makes one.
   *
   * @param depth of AND, OR and NOT, at most
   */
  Predicate next(int depth) {
    if (depth > 0) {
      switch (random.nextInt(4)) {
        case 0 -> {
          return new Predicate.And(parts(depth - 1));
        }
        case 1 -> {
          return new Predicate.Or(parts(depth - 1));
        }
        case 2 -> {
          return new Predicate.Not(next(depth - 1));
        }
        default -> {}
      }
    }
    return leaf();
  }

  private List<Predicate> parts(int depth) {
    List<Predicate> parts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parts.add(next(depth));
    }
    return parts;
  }

  private Predicate leaf() {
    int column = random.nextInt(schema.columns().size());
    ColumnType type = schema.column(column).type();
    return switch (random.nextInt(10)) {
      case 0 -> new Predicate.Constant(Truth.values()[random.nextInt(3)]);
      case 1 -> new Predicate.IsNull(column);
      case 2, 3, 4 -> new Predicate.In(column, set(type));
      case 5 ->
          type.kind() == Kind.VARCHAR
              ? new Predicate.Like(column, PATTERNS.get(random.nextInt(PATTERNS.size())), '!')
              : compare(column, type);
      default -> compare(column, type);
    };
  }

  private Predicate compare(int column, ColumnType type) {
    Comparison comparison = Comparison.values()[random.nextInt(Comparison.values().length)];
    return new Predicate.Compare(column, comparison, values.compared(type));
  }

  private Set<Object> set(ColumnType type) {
    Set<Object> set = new HashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      set.add(values.compared(type));
    }
    return set;
  }
}
