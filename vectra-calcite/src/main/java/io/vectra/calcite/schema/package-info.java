/**
 * The engine's catalog as Calcite sees it: schema, tables, types, values. In: engine schemas; out:
 * Calcite's. It runs nothing.
 */
@NullMarked
package io.vectra.calcite.schema;

import org.jspecify.annotations.NullMarked;
