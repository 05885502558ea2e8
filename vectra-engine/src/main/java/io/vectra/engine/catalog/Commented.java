package io.vectra.engine.catalog;

import static java.util.Objects.requireNonNull;

/**
 * What a comment is on. Tables, columns and indexes are known by their ids, so that the comment
 * stays when they are renamed; the rest by name.
 *
 * @param id of the table or index; else 0
 * @param columnId of the column; else 0
 * @param schema of what is known by name; else empty
 * @param name of what is known by name, empty of a schema; else empty
 */
public record Commented(Kind kind, int id, int columnId, String schema, String name) {

  /** What can have a comment. */
  public enum Kind {
    TABLE,
    COLUMN,
    INDEX,
    VIEW,
    SEQUENCE,
    SCHEMA
  }

  public Commented {
    requireNonNull(kind, "kind is null");
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
  }

  /** A table. */
  public static Commented table(int tableId) {
    return new Commented(Kind.TABLE, tableId, 0, "", "");
  }

  /** A column of a table. */
  public static Commented column(int tableId, int columnId) {
    return new Commented(Kind.COLUMN, tableId, columnId, "", "");
  }

  /** An index. */
  public static Commented index(int indexId) {
    return new Commented(Kind.INDEX, indexId, 0, "", "");
  }

  /** A view. */
  public static Commented view(QualifiedName name) {
    return new Commented(Kind.VIEW, 0, 0, name.schema(), name.name());
  }

  /** A sequence. */
  public static Commented sequence(QualifiedName name) {
    return new Commented(Kind.SEQUENCE, 0, 0, name.schema(), name.name());
  }

  /** A schema. */
  public static Commented schema(String name) {
    return new Commented(Kind.SCHEMA, 0, 0, name, "");
  }
}
