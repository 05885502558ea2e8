package io.vectra.bench.data;

import java.util.Set;
import java.util.stream.IntStream;

/** A condition that rows have to meet, which every system says in its own words. */
public sealed interface RowFilter {

  /** Whether a row of a data set meets the condition. */
  boolean matches(Dataset data, int row);

  /** The condition in words. */
  String describe();

  /** How many rows of a data set meet the condition. */
  default int matching(Dataset data) {
    return (int) IntStream.range(0, data.rows()).filter(row -> matches(data, row)).count();
  }

  /** Rows whose random number is below a bound: nothing to do with their vectors. */
  record RandomBelow(int bound) implements RowFilter {
    @Override
    public boolean matches(Dataset data, int row) {
      return data.random(row) < bound;
    }

    @Override
    public String describe() {
      return "r < " + bound;
    }
  }

  /** Rows of some categories: much to do with their vectors. */
  record InCategories(Set<String> categories) implements RowFilter {
    public InCategories {
      categories = Set.copyOf(categories);
    }

    @Override
    public boolean matches(Dataset data, int row) {
      return categories.contains(data.category(row));
    }

    @Override
    public String describe() {
      return categories.size() == 1
          ? categories.iterator().next()
          : categories.size() + " categories";
    }
  }
}
