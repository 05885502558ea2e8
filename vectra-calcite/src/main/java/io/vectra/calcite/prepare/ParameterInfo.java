package io.vectra.calcite.prepare;

/** A {@code ?} of a statement, as far as planning could tell its type. */
public record ParameterInfo(SqlTypeInfo type, boolean nullable) {}
