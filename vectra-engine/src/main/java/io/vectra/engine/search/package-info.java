/**
 * Search: runs a query over the parts of a table, choosing between key lookup, scan, exact and
 * graph search. In: a table's state, an lsn, a query; out: rows. It changes nothing.
 */
@NullMarked
package io.vectra.engine.search;

import org.jspecify.annotations.NullMarked;
