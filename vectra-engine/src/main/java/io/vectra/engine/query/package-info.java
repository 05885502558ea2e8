/**
 * Queries: what to read, as immutable typed values, and the cursor that returns rows. In: positions
 * and Java values; out: rows. Never text, never SQL.
 */
@NullMarked
package io.vectra.engine.query;

import org.jspecify.annotations.NullMarked;
