package io.vectra.calcite.prepare;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The part of a catalog that a plan was made for. The plan holds as long as that part is the same:
 * tables that the statement does not name come and go without a new plan. Thread-safe.
 */
final class PlanBasis {
  private final List<OneTable> tables;
  private final Definitions definitions;

  /** The version of a catalog that was found to have this part, the last one. */
  private volatile long heldIn;

  /** A table, and what speeds up its reading. */
  private record OneTable(TableSchema table, List<IndexSchema> indexes) {}

  private PlanBasis(List<OneTable> tables, Definitions definitions) {
    this.tables = tables;
    this.definitions = definitions;
    this.heldIn = definitions.version();
  }

  /** These tables of a catalog, and whatever it defines beside tables. */
  static PlanBasis of(Catalog catalog, Collection<TableSchema> used) {
    List<OneTable> tables = new ArrayList<>();
    used.forEach(table -> tables.add(new OneTable(table, catalog.indexesOf(table.id()))));
    return new PlanBasis(tables, catalog.definitions());
  }

  /** Whether a catalog, perhaps another version of the same, has this part. */
  boolean holdsIn(Catalog catalog) {
    if (catalog.version() == heldIn) {
      return true;
    }
    Definitions others = catalog.definitions();
    boolean same =
        definitions.schemas().equals(others.schemas())
            && definitions.sequences().equals(others.sequences())
            && definitions.views().equals(others.views())
            && tables.stream().allMatch(table -> isIn(table, catalog));
    if (same) {
      heldIn = catalog.version();
    }
    return same;
  }

  private static boolean isIn(OneTable basis, Catalog catalog) {
    return basis.table().equals(catalog.table(basis.table().id()))
        && basis.indexes().equals(catalog.indexesOf(basis.table().id()));
  }
}
