package io.vectra.engine.status;

import java.time.Instant;

/**
 * Rows of a table that a transaction of this process holds.
 *
 * @param rows how many
 * @param since when the transaction took its first row
 * @param waiting transactions that wait for one of these rows
 */
public record RowLockStatus(int tableId, int rows, Instant since, int waiting) {}
