package io.vectra.calcite.prepare;

import org.jspecify.annotations.Nullable;

/**
 * A column of a result.
 *
 * @param label the alias, or the name
 * @param tableName the table that the column comes from unchanged, or null
 * @param columnName the column of that table, or null
 * @param autoIncrement whether the column is an IDENTITY
 */
public record ColumnInfo(
    String label,
    SqlTypeInfo type,
    boolean nullable,
    @Nullable String tableName,
    @Nullable String columnName,
    boolean autoIncrement) {}
