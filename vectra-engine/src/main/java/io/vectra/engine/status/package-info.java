/**
 * What a database consists of at one moment, as figures for those who watch it: tables, segments,
 * indexes, the log. Immutable values, filled by the root package; uses only schemas.
 */
@NullMarked
package io.vectra.engine.status;

import org.jspecify.annotations.NullMarked;
