package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SqlAlterVectraTable.DropConstraint;
import io.vectra.calcite.parser.SqlCreateScalarIndex;
import io.vectra.calcite.parser.SqlUniqueConstraint;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.PrimaryKeys;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.ScalarIndex.KeyPart;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secondary indexes and UNIQUE constraints as SQL defines them, as the engine's indexes. */
final class ScalarIndexes {
  private ScalarIndexes() {}

  /** An index of CREATE INDEX; without a name it gets one, as PostgreSQL makes it. */
  static ScalarIndex of(
      Catalog catalog, TableSchema table, SqlCreateScalarIndex create, @Nullable String name) {
    List<KeyPart> key = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (SqlCreateScalarIndex.KeyColumn column : create.columns()) {
      names.add(column.name().getSimple());
      key.add(new KeyPart(Names.position(table, column.name().getSimple()), column.descending()));
    }
    String given =
        name != null ? name : freeName(catalog, table, Set.of(), made(table, names, "_IDX"));
    return new ScalarIndex(0, given, table.id(), key, create.unique(), false);
  }

  /** The indexes of UNIQUE constraints. */
  static List<ScalarIndex> of(
      Catalog catalog, TableSchema table, List<SqlUniqueConstraint> constraints) {
    List<ScalarIndex> indexes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (SqlUniqueConstraint constraint : constraints) {
      if (constraint.name() != null) {
        taken.add(constraint.name());
      }
    }
    for (SqlUniqueConstraint constraint : constraints) {
      List<String> columns = constraint.columnNames();
      String given = constraint.name();
      String name =
          given != null ? given : freeName(catalog, table, taken, made(table, columns, "_KEY"));
      taken.add(name);
      List<KeyPart> key =
          columns.stream()
              .map(column -> new KeyPart(Names.position(table, column), false))
              .toList();
      indexes.add(new ScalarIndex(0, name, table.id(), key, true, true));
    }
    return indexes;
  }

  /** The index of a constraint that is to be dropped; null where there is nothing to do. */
  static @Nullable ScalarIndex constraint(Catalog catalog, TableSchema table, DropConstraint drop) {
    for (ScalarIndex index : catalog.scalarIndexesOf(table.id())) {
      if (index.constraint() && index.name().equals(drop.constraint())) {
        return index;
      }
    }
    if (!table.hasHiddenKey() && PrimaryKeys.name(table).equals(drop.constraint())) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "The primary key of table " + table.name() + " cannot be dropped.");
    }
    if (drop.ifExists()) {
      return null;
    }
    throw new VectraException(
        ErrorCode.UNDEFINED_OBJECT,
        "Table " + table.name() + " has no constraint " + drop.constraint() + ".");
  }

  /** Refuses to drop the index of a constraint by itself. */
  static void requireNoConstraint(IndexSchema index) {
    if (index instanceof ScalarIndex scalar && scalar.constraint()) {
      throw new VectraException(
          ErrorCode.DEPENDENT_OBJECTS,
          "Index "
              + index.name()
              + " is there for the constraint of that name: use ALTER TABLE .. DROP CONSTRAINT "
              + index.name()
              + ".");
    }
  }

  private static String made(TableSchema table, List<String> columns, String ending) {
    return table.name() + "_" + String.join("_", columns) + ending;
  }

  private static String freeName(
      Catalog catalog, TableSchema table, Set<String> taken, String name) {
    String free = name;
    for (int number = 1; isTaken(catalog, table, free) || taken.contains(free); number++) {
      free = name + number;
    }
    return free;
  }

  private static boolean isTaken(Catalog catalog, TableSchema table, String name) {
    return catalog.index(new QualifiedName(table.schema(), name)) != null;
  }
}
