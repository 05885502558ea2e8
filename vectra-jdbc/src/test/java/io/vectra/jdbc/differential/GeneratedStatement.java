package io.vectra.jdbc.differential;

import java.util.Optional;
import java.util.Set;

/** A statement in both dialects, what it has in it, and the table that it changes. */
record GeneratedStatement(
    BoundSql vectra,
    BoundSql h2,
    Set<Feature> features,
    boolean isOrdered,
    Optional<TestTable> changed) {
  private static final int CHANGES = 6;

  /** The statement of a number: it depends on the seed and the number alone. */
  static GeneratedStatement of(long seed, int number) {
    Choice choice = new Choice(seed * 1_000_003 + number);
    Draft draft = new Draft(choice);
    Optional<TestTable> changed = Optional.empty();
    boolean isOrdered = false;
    String text;
    if (choice.oneIn(CHANGES)) {
      changed = Optional.of(choice.of(TestTable.values()));
      text = new Changes(draft).of(changed.get());
    } else {
      Query query = draft.queries.statement();
      isOrdered = query.isOrdered();
      text = query.sql();
    }
    BoundSql vectra = draft.fragments.bound(text, Dialect.VECTRA);
    if (!vectra.values().isEmpty()) {
      draft.has(Feature.PARAMETERS);
    }
    BoundSql h2 = draft.fragments.bound(text, Dialect.H2);
    return new GeneratedStatement(vectra, h2, draft.features(), isOrdered, changed);
  }

  boolean relatesRows() {
    return features.stream().anyMatch(Feature::relatesRows);
  }
}
