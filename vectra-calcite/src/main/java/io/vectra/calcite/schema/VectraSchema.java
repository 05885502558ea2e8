package io.vectra.calcite.schema;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/** The tables and views of one schema of one version of a catalog. */
public final class VectraSchema extends AbstractSchema {
  private static final String KEYED_PREFIX = "\u0001";

  private final Map<String, Table> tables = new HashMap<>();

  /**
   * The tables and views of a schema.
   *
   * @param name of the schema
   * @param statistics of a table, by id
   * @param views makes relations of views
   * @param defaults makes expressions of defaults
   * @param used is told of each table that a statement reads or changes
   */
  public VectraSchema(
      Catalog catalog,
      String name,
      IntFunction<TableStatistics> statistics,
      VectraView.Expansion views,
      VectraTable.Defaults defaults,
      Consumer<TableSchema> used) {
    for (TableSchema table : catalog.tables()) {
      if (!table.schema().equals(name)) {
        continue;
      }
      TableStatistics known = statistics.apply(table.id());
      List<ScalarIndex> indexes = catalog.scalarIndexesOf(table.id());
      tables.put(table.name(), new VectraTable(table, indexes, known, false, used, defaults));
      tables.put(
          keyedName(table.name()), new VectraTable(table, indexes, known, true, used, defaults));
    }
    for (ViewSchema view : catalog.definitions().views()) {
      if (view.name().schema().equals(name)) {
        tables.put(view.name().name(), new VectraView(view, views));
      }
    }
  }

  /** The name under which a table is found with the keys of its rows. */
  public static String keyedName(String table) {
    return KEYED_PREFIX + table;
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }
}
