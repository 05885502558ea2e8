/**
 * The JDBC driver: connections, statements and results over a session. In: URLs, SQL and bound
 * values; out: {@code java.sql} objects, and {@code SQLException} with an SQLSTATE for every
 * failure. It never reads the engine's files and never plans SQL itself.
 */
@NullMarked
package io.vectra.jdbc;

import org.jspecify.annotations.NullMarked;
