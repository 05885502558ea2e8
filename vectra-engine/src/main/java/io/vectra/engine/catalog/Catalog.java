package io.vectra.engine.catalog;

import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every table, index and other definition at one version; immutable. */
public record Catalog(
    List<TableSchema> tables, List<IndexSchema> indexes, Definitions definitions) {
  public Catalog {
    tables = List.copyOf(tables);
    indexes = List.copyOf(indexes);
  }

  /** A database without tables. */
  public static Catalog empty() {
    return new Catalog(List.of(), List.of(), Definitions.none(0));
  }

  /** Grows with every change of a definition. */
  public long version() {
    return definitions.version();
  }

  /** The same tables and indexes with other definitions beside them. */
  public Catalog with(Definitions changed) {
    return new Catalog(tables, indexes, changed);
  }

  /** With another version of a table. */
  public Catalog with(TableSchema changed) {
    List<TableSchema> all =
        tables.stream().map(table -> table.id() == changed.id() ? changed : table).toList();
    return new Catalog(all, indexes, definitions);
  }

  /** Without a table and its indexes. */
  public Catalog without(int tableId) {
    return new Catalog(
        tables.stream().filter(table -> table.id() != tableId).toList(),
        indexes.stream().filter(index -> index.tableId() != tableId).toList(),
        definitions);
  }

  /** The table of that exact name in the schema PUBLIC, or null. */
  public @Nullable TableSchema table(String name) {
    return table(new QualifiedName(QualifiedName.PUBLIC, name));
  }

  /** The table of that exact name, or null. */
  public @Nullable TableSchema table(QualifiedName name) {
    for (TableSchema table : tables) {
      if (table.name().equals(name.name()) && table.schema().equals(name.schema())) {
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

  /** The index of that exact name on a table in the schema PUBLIC, or null. */
  public @Nullable IndexSchema index(String name) {
    return index(new QualifiedName(QualifiedName.PUBLIC, name));
  }

  /** The index of that exact name, which is in the schema of its table, or null. */
  public @Nullable IndexSchema index(QualifiedName name) {
    for (IndexSchema index : indexes) {
      TableSchema table = table(index.tableId());
      if (index.name().equals(name.name())
          && table != null
          && table.schema().equals(name.schema())) {
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
