/**
 * Schemas: tables, columns, types, metrics, index options and all limits, as immutable values. Uses
 * only {@code engine.error}.
 */
@NullMarked
package io.vectra.engine.schema;

import org.jspecify.annotations.NullMarked;
