/**
 * The SQL dialect: Calcite's grammar, generated anew with Vectra's statements, the type VECTOR(n)
 * and the distance operators. In: SQL text; out: one {@code SqlNode}, or a {@code VectraException}
 * that names line and column. It never looks at a catalog, validates a name or calls the engine
 * beyond its error and schema types.
 */
@NullMarked
package io.vectra.calcite.parser;

import org.jspecify.annotations.NullMarked;
