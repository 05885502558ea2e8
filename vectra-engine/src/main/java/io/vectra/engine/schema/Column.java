package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param name as SQL sees it, case kept
 * @param nullable whether NULL may be stored
 * @param defaultValue the constant stored when an INSERT leaves the column out, of the class of its
 *     type; null for NULL
 * @param identity how values are generated, or NONE
 */
public record Column(
    String name,
    ColumnType type,
    boolean nullable,
    @Nullable Object defaultValue,
    Identity identity) {

  /** Whether and when the database generates values. */
  public enum Identity {
    NONE,
    BY_DEFAULT,
    ALWAYS
  }

  public Column {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(identity, "identity is null");
  }

  /** A column that is not generated and has no default. */
  public Column(String name, ColumnType type, boolean nullable) {
    this(name, type, nullable, null, Identity.NONE);
  }
}
