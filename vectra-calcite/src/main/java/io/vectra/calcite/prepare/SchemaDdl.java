package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.Definition;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlIdentifier;

/** CREATE SCHEMA and DROP SCHEMA, as calls of the database. */
final class SchemaDdl {
  private final Database database;

  SchemaDdl(Database database) {
    this.database = database;
  }

  void create(Definition.CreateSchema create) {
    String name = create.name().getSimple();
    boolean exists =
        SystemViews.SCHEMAS.contains(name) || database.catalog().definitions().hasSchema(name);
    if (exists && !create.ifNotExists()) {
      throw new VectraException(ErrorCode.DUPLICATE_SCHEMA, "Schema " + name + " already exists.");
    }
    if (!exists) {
      database.define(catalog -> DefinitionChange.to(catalog.definitions().withSchema(name)));
    }
  }

  void drop(Definition.Drop drop) {
    String name = simple(drop.name());
    Catalog catalog = database.catalog();
    if (!catalog.definitions().hasSchema(name)) {
      if (drop.ifExists()) {
        return;
      }
      throw new Names(catalog, QualifiedName.PUBLIC).undefinedSchema(name);
    }
    Set<Integer> tables = new HashSet<>();
    Catalog after = catalog.with(catalog.definitions().withoutSchema(name));
    for (TableSchema table : catalog.tables()) {
      if (table.schema().equals(name)) {
        tables.add(table.id());
        after = after.without(table.id());
      }
    }
    List<QualifiedName> broken = DependentViews.broken(catalog, after);
    if (!drop.cascade()) {
      requireEmpty(name, catalog);
    }
    database.define(
        now ->
            new DefinitionChange(
                DependentViews.without(broken, now.definitions().withoutSchema(name)), tables));
  }

  private static String simple(SqlIdentifier identifier) {
    String name = identifier.toString();
    if (SystemViews.SCHEMAS.contains(name) || name.equals(QualifiedName.PUBLIC)) {
      throw new VectraException(
          ErrorCode.SYSTEM_OBJECT,
          "Schema " + name + " belongs to every database and cannot be dropped.");
    }
    return name;
  }

  private static void requireEmpty(String schema, Catalog catalog) {
    Definitions definitions = catalog.definitions();
    List<String> held =
        Stream.of(
                catalog.tables().stream().map(QualifiedName::of),
                definitions.views().stream().map(view -> view.name()),
                definitions.sequences().stream().map(sequence -> sequence.name()))
            .flatMap(names -> names)
            .filter(name -> name.schema().equals(schema))
            .map(QualifiedName::name)
            .toList();
    if (!held.isEmpty()) {
      throw new VectraException(
          ErrorCode.DEPENDENT_OBJECTS,
          "Schema "
              + schema
              + " cannot be dropped, since it holds "
              + String.join(", ", held)
              + ". Drop them first, or use CASCADE. Nothing was changed.");
    }
  }
}
