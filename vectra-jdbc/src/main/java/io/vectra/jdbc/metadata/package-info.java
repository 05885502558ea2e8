/**
 * What the database tells tools about itself. In: the engine's catalog; out: the result sets that
 * JDBC defines, row for row. It never runs SQL and changes nothing.
 */
@NullMarked
package io.vectra.jdbc.metadata;

import org.jspecify.annotations.NullMarked;
