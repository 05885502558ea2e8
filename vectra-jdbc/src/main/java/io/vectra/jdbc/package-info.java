/**
 * The JDBC driver: connections, statements and results over a session. In: URLs, SQL and bound
 * values; out: {@code java.sql} objects, and {@code SQLException} with an SQLSTATE for every
 * failure. It never reads the engine's files and never plans SQL itself.
 *
 * <p>JDBC's interfaces are wide; each is taken apart by what its methods come down to. A connection
 * is {@code ConnectionProperties} (what needs no database) and {@code ConnectionTransactions}; a
 * statement {@code StatementProperties}, {@code Outcomes} and {@code ParameterSetters}; a result
 * {@code ResultSetLabels}, {@code ResultSetUpdaters} and {@code ResultSetGetters}, over a {@code
 * RowPosition}.
 */
@NullMarked
package io.vectra.jdbc;

import org.jspecify.annotations.NullMarked;
