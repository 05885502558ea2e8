package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryScope;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a catalog asks of the rows that statements write; found once for each table. */
final class TableRules {
  private final Catalog catalog;
  private final Function<TableSchema, @Nullable TableChecks> checks;
  private final Map<Integer, Rules> tables = new HashMap<>();

  /**
   * What is asked of the rows of a table.
   *
   * @param references the foreign keys that it has, and those to it
   * @param keyColumns positions of the columns of its primary key and of these
   */
  record Rules(
      TableSchema table,
      List<Reference> references,
      Set<Integer> keyColumns,
      @Nullable TableChecks checks) {

    void check(@Nullable Object[] row, QueryScope scope) {
      if (checks != null) {
        checks.check(position -> row[position], scope);
      }
    }
  }

  /**
   * The rules of a catalog.
   *
   * @param checks gives the CHECK constraints of a table, or null
   */
  TableRules(Catalog catalog, Function<TableSchema, @Nullable TableChecks> checks) {
    this.catalog = catalog;
    this.checks = checks;
  }

  Catalog catalog() {
    return catalog;
  }

  /**
   * Those of a table.
   *
   * @throws VectraException SERIALIZATION_CONFLICT where the catalog has no such table
   */
  Rules of(int tableId) {
    return tables.computeIfAbsent(tableId, this::find);
  }

  private Rules find(int tableId) {
    TableSchema table = catalog.table(tableId);
    if (table == null) {
      throw new VectraException(
          ErrorCode.SERIALIZATION_CONFLICT,
          "A table was created or dropped since the transaction began. Nothing was written; run the"
              + " transaction again.");
    }
    List<Reference> references = Reference.of(catalog, id -> id == tableId);
    Set<Integer> keyColumns = new TreeSet<>(table.primaryKey());
    references.forEach(reference -> keyColumns.addAll(reference.positionsIn(table)));
    return new Rules(table, references, keyColumns, checks.apply(table));
  }
}
