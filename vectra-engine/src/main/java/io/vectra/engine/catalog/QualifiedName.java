package io.vectra.engine.catalog;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.TableSchema;

/** The name of a table, view, sequence or index, with the schema that it is in. */
public record QualifiedName(String schema, String name) {
  /** The schema that every database has. */
  public static final String PUBLIC = TableSchema.PUBLIC;

  public QualifiedName {
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
  }

  /** The name of a table. */
  public static QualifiedName of(TableSchema table) {
    return new QualifiedName(table.schema(), table.name());
  }

  /** As messages show it: without the schema PUBLIC. */
  @Override
  public String toString() {
    return schema.equals(PUBLIC) ? name : schema + "." + name;
  }
}
