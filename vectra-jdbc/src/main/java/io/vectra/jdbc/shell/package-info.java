/**
 * The command-line shell: runs scripts, prints tables, imports rows and vectors, all through the
 * JDBC driver; verifies, repairs and copies whole databases through the engine; without a script it
 * hands over to SQLLine. SQL reaches no file; only commands of the shell do.
 */
@NullMarked
package io.vectra.jdbc.shell;

import org.jspecify.annotations.NullMarked;
