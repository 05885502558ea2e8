/**
 * Segments: immutable files of rows, column by column, and their tombstones. In: rows in key order;
 * out: values by ordinal. Knows neither the log nor the manifest.
 */
@NullMarked
package io.vectra.engine.segment;

import org.jspecify.annotations.NullMarked;
