package io.vectra.calcite.translate;

import io.vectra.calcite.translate.PredicateTranslator.Template;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conditions of which one must hold; those that a column equals a constant become one IN. */
final class ColumnLists {
  private ColumnLists() {}

  /** The disjunction of the templates once they are bound. */
  static Template anyOf(List<Template> parts) {
    return bindings -> {
      Map<Place, Set<Object>> lists = new LinkedHashMap<>();
      List<Predicate> others = new ArrayList<>();
      for (Template part : parts) {
        Predicate bound = part.bind(bindings);
        if (bound instanceof Predicate.Compare compare
            && compare.comparison() == Comparison.EQUAL) {
          Place place = new Place(compare.column(), null);
          lists.computeIfAbsent(place, any -> new HashSet<>()).add(compare.value());
        } else if (bound instanceof Predicate.AtPath at
            && at.condition() instanceof Predicate.Compare compare
            && compare.comparison() == Comparison.EQUAL) {
          Place place = new Place(at.column(), JsonTerm.of(at));
          lists.computeIfAbsent(place, any -> new HashSet<>()).add(compare.value());
        } else if (!others.contains(bound)) {
          others.add(bound);
        }
      }
      lists.forEach((place, values) -> others.add(place.is(values)));
      return others.size() == 1 ? others.get(0) : new Predicate.Or(others);
    };
  }

  /** A column, or a path in one. */
  private record Place(int column, @Nullable JsonTerm path) {
    Predicate is(Set<Object> values) {
      return path == null ? listed(column, values) : path.where(listed(0, values));
    }
  }

  private static Predicate listed(int column, Set<Object> values) {
    return values.size() == 1
        ? new Predicate.Compare(column, Comparison.EQUAL, values.iterator().next())
        : new Predicate.In(column, values);
  }
}
