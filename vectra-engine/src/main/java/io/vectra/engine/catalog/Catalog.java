package io.vectra.engine.catalog;

import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every table and index at one version; immutable.
 *
 * @param version grows with every change of a schema
 */
public record Catalog(long version, List<TableSchema> tables, List<IndexSchema> indexes) {
  public Catalog {
    tables = List.copyOf(tables);
    indexes = List.copyOf(indexes);
  }

  /** A database without tables. */
  public static Catalog empty() {
    return new Catalog(0, List.of(), List.of());
  }

  /** The table of that exact name, or null. */
  public @Nullable TableSchema table(String name) {
    for (TableSchema table : tables) {
      if (table.name().equals(name)) {
        return table;
      }
    }
    return null;
  }

  /** The table of that id, or null. */
  public @Nullable TableSchema table(int id) {
    for (TableSchema table : tables) {
      if (table.id() == id) {
        return table;
      }
    }
    return null;
  }

  /** The index of that exact name, or null. */
  public @Nullable IndexSchema index(String name) {
    for (IndexSchema index : indexes) {
      if (index.name().equals(name)) {
        return index;
      }
    }
    return null;
  }

  /** The indexes of a table. */
  public List<IndexSchema> indexesOf(int tableId) {
    return indexes.stream().filter(index -> index.tableId() == tableId).toList();
  }

  /** The vector indexes of a table. */
  public List<VectorIndex> vectorIndexesOf(int tableId) {
    List<VectorIndex> vectors = new ArrayList<>();
    for (IndexSchema index : indexes) {
      if (index.tableId() == tableId && index instanceof VectorIndex vector) {
        vectors.add(vector);
      }
    }
    return vectors;
  }

  /** The secondary indexes of a table. */
  public List<ScalarIndex> scalarIndexesOf(int tableId) {
    List<ScalarIndex> scalars = new ArrayList<>();
    for (IndexSchema index : indexes) {
      if (index.tableId() == tableId && index instanceof ScalarIndex scalar) {
        scalars.add(scalar);
      }
    }
    return scalars;
  }

  /** The index on a column with which distances default, or null. */
  public @Nullable VectorIndex indexOn(int tableId, int column) {
    for (IndexSchema index : indexes) {
      if (index.tableId() == tableId
          && index instanceof VectorIndex vector
          && vector.column() == column) {
        return vector;
      }
    }
    return null;
  }
}
