package io.vectra.calcite.prepare;

import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells which views a change of the catalog would break, by validating every view against the
 * catalog as it would be then. So nothing has to be kept of what each view needs.
 */
final class DependentViews {
  private DependentViews() {}

  /** The views that can be read before a change, and would not be after it. */
  static List<QualifiedName> broken(Catalog before, Catalog after) {
    List<QualifiedName> broken = new ArrayList<>();
    for (ViewSchema view : mentioning(changed(before, after), after.definitions().views())) {
      if (!isReadable(view, after) && isReadable(view, before)) {
        broken.add(view.name());
      }
    }
    return broken;
  }

  /** Names, in upper case, of what is not after a change as it was before. */
  private static Set<String> changed(Catalog before, Catalog after) {
    Set<Object> same = new HashSet<>(after.tables());
    same.addAll(after.definitions().views());
    same.addAll(after.definitions().sequences());
    Set<String> changed = new HashSet<>();
    for (TableSchema table : before.tables()) {
      if (!same.contains(table)) {
        changed.add(upper(table.name()));
      }
    }
    for (ViewSchema view : before.definitions().views()) {
      if (!same.contains(view)) {
        changed.add(upper(view.name().name()));
      }
    }
    for (SequenceSchema sequence : before.definitions().sequences()) {
      if (!same.contains(sequence)) {
        changed.add(upper(sequence.name().name()));
      }
    }
    return changed;
  }

  /** The views in whose texts such names occur, or names of such views: no other needs them. */
  private static List<ViewSchema> mentioning(Set<String> names, List<ViewSchema> views) {
    Set<String> all = new HashSet<>(names);
    List<ViewSchema> found = new ArrayList<>();
    List<ViewSchema> left = new ArrayList<>(views);
    boolean more = !names.isEmpty();
    while (more) {
      more = left.removeIf(view -> mentions(view, all) && found.add(view));
      found.forEach(view -> all.add(upper(view.name().name())));
    }
    return found;
  }

  private static boolean mentions(ViewSchema view, Set<String> names) {
    String text = upper(view.query().text());
    return text.contains("U&\"") // which may be any name
        || names.stream().anyMatch(name -> text.contains(name.replace("\"", "\"\"")));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /**
   * Refuses a change that would break views.
   *
   * @param change what is refused, such as "Table T cannot be dropped"
   */
  static void refuseBroken(Catalog before, Catalog after, String change) {
    List<QualifiedName> broken = broken(before, after);
    if (!broken.isEmpty()) {
      throw dependent(broken, change);
    }
  }

  /** What to throw when views need what is to go. */
  static VectraException dependent(List<QualifiedName> views, String change) {
    return new VectraException(
        ErrorCode.DEPENDENT_OBJECTS,
        change
            + ": view "
            + views.stream().map(QualifiedName::toString).collect(Collectors.joining(", "))
            + " needs it. Drop or replace the view first. Nothing was changed.");
  }

  /** Definitions without some views. */
  static Definitions without(List<QualifiedName> views, Definitions definitions) {
    Definitions left = definitions;
    for (QualifiedName view : views) {
      left = left.withoutView(view);
    }
    return left;
  }

  /** Refuses a view that cannot be read, such as one that reads itself. */
  static void requireReadable(ViewSchema view, Catalog catalog) {
    Names names = new Names(catalog, view.query().schema());
    new Planner(names, table -> TableStatistics.none(), ParameterBinding.TEXTS).views().rows(view);
  }

  private static boolean isReadable(ViewSchema view, Catalog catalog) {
    try {
      requireReadable(view, catalog);
      return true;
    } catch (VectraException e) {
      return false;
    }
  }
}
