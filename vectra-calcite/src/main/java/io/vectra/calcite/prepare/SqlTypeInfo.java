package io.vectra.calcite.prepare;

/**
 * A type as JDBC sees it.
 *
 * @param jdbcType a constant of {@link java.sql.Types}; OTHER for VECTOR
 * @param typeName SQL's name without length, such as VARCHAR or VECTOR
 * @param precision length, digits or dimensions; 0 where it says nothing
 * @param valueClass class of the values in a {@link ResultCursor}
 */
public record SqlTypeInfo(
    int jdbcType, String typeName, int precision, int scale, Class<?> valueClass) {}
