/** Several processes with one database, through JDBC. */
@NullMarked
package io.vectra.jdbc.shared;

import org.jspecify.annotations.NullMarked;
