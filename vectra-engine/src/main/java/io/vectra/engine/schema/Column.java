package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param name as SQL sees it, case kept
 * @param nullable whether NULL may be stored
 * @param defaultValue the constant stored when an INSERT leaves the column out, of the class of its
 *     type; a {@link NextValue} or a {@link DefaultExpression}; null for NULL
 * @param identity how values are generated, or NONE
 * @param origin which column this is, through all versions of its table
 */
public record Column(
    String name,
    ColumnType type,
    boolean nullable,
    @Nullable Object defaultValue,
    Identity identity,
    Origin origin) {

  /**
   * What stays the same while a column is renamed and its neighbours come and go.
   *
   * @param id never reused in a table, from 0; values are stored under it
   * @param sinceVersion the schema version of the table that brought it
   * @param initialValue what rows have that were written before it came; null for NULL
   */
  public record Origin(int id, int sinceVersion, @Nullable Object initialValue) {
    /** Of a definition whose table has not been created yet. */
    static final Origin UNKNOWN = new Origin(-1, 1, null);
  }

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
    requireNonNull(origin, "origin is null");
  }

  /** The definition of a column that is still to be created. */
  public Column(
      String name,
      ColumnType type,
      boolean nullable,
      @Nullable Object defaultValue,
      Identity identity) {
    this(name, type, nullable, defaultValue, identity, Origin.UNKNOWN);
  }

  /** A column that is not generated and has no default. */
  public Column(String name, ColumnType type, boolean nullable) {
    this(name, type, nullable, null, Identity.NONE);
  }

  /** What rows have that were there before the column. */
  public @Nullable Object initialValue() {
    if (defaultValue instanceof DefaultExpression) {
      return origin.initialValue();
    }
    return defaultValue instanceof NextValue ? null : defaultValue;
  }

  /** The definition of a column to be added, with what its expression gives the rows there are. */
  public Column withInitial(@Nullable Object value) {
    return withOrigin(new Origin(Origin.UNKNOWN.id, Origin.UNKNOWN.sinceVersion, value));
  }

  Column withOrigin(Origin known) {
    return new Column(name, type, nullable, defaultValue, identity, known);
  }

  Column withName(String newName) {
    return new Column(newName, type, nullable, defaultValue, identity, origin);
  }

  Column withNullable(boolean newNullable) {
    return new Column(name, type, newNullable, defaultValue, identity, origin);
  }

  /** The same with another default. */
  public Column withDefault(@Nullable Object newDefault) {
    return new Column(name, type, nullable, newDefault, identity, origin);
  }
}
