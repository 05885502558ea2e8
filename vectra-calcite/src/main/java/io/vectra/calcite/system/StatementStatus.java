package io.vectra.calcite.system;

import java.time.Instant;

/**
 * A statement that runs.
 *
 * @param id grows with each statement of this process
 * @param elapsedMillis since it began, by a clock that nobody sets
 */
public record StatementStatus(long id, String sql, Instant start, long elapsedMillis) {}
