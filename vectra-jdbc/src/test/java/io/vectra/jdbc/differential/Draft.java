package io.vectra.jdbc.differential;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A statement while it is made: what decides it, its late pieces, and what it has in it so far. */
final class Draft {
  /** Each sub-query is run for every row, or planned into another join. */
  private static final int MOST_SUB_QUERIES = 2;

  final Choice choice;
  final Fragments fragments;
  final Expressions expressions;
  final Conditions conditions;
  final Aggregates aggregates;
  final SubQueries subQueries;
  final Relations relations;
  final Queries queries;

  private final Set<Feature> features = EnumSet.noneOf(Feature.class);
  private int aliases;
  private int subQueriesLeft;

  Draft(Choice choice) {
    this.choice = choice;
    fragments = new Fragments(choice);
    expressions = new Expressions(this);
    conditions = new Conditions(this);
    aggregates = new Aggregates(this);
    subQueries = new SubQueries(this);
    relations = new Relations(this);
    queries = new Queries(this);
    subQueriesLeft = choice.between(0, MOST_SUB_QUERIES);
  }

  void has(Feature feature) {
    features.add(feature);
  }

  Set<Feature> features() {
    return features;
  }

  /** A name that no other relation of the statement has. */
  String alias(String prefix) {
    aliases++;
    return prefix + aliases;
  }

  /** Whether one more sub-query may be in the statement; it is counted. */
  boolean takesSubQuery() {
    if (subQueriesLeft == 0) {
      return false;
    }
    subQueriesLeft--;
    return true;
  }

  /**
   * Makes what will stand twice in the statement and must be the same there, as in GROUP BY: no
   * parameters, of which two are never the same, and no sub-queries.
   */
  <T> T repeatable(Supplier<T> made) {
    return withoutSubQueries(() -> fragments.literally(made));
  }

  /** Makes something that has no sub-queries in expressions. */
  <T> T withoutSubQueries(Supplier<T> made) {
    int left = subQueriesLeft;
    subQueriesLeft = 0;
    T result = made.get();
    subQueriesLeft = left;
    return result;
  }
}
