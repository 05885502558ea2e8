/**
 * Vectra as an adapter: the tables of a database in a stock Calcite connection, {@code
 * jdbc:calcite:}. Its planner folds what it can into scans by the rules of {@code rule}; a scan
 * reads a snapshot of its own. Never writes, and never asks for a session.
 */
@NullMarked
package io.vectra.calcite.adapter;

import org.jspecify.annotations.NullMarked;
