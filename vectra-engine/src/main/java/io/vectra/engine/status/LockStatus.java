package io.vectra.engine.status;

import java.time.Instant;

/**
 * How a process has a database.
 *
 * @param process in words: its id, host and start
 * @param exclusive whether no other process can have it open
 * @param since when it was opened
 * @param writing whether a thread of this process is committing or publishing
 * @param maintaining whether this process is the one that flushes, merges and builds indexes
 * @param lastWriter the process that last took the writer's part, in words
 */
public record LockStatus(
    String process,
    boolean exclusive,
    Instant since,
    boolean writing,
    boolean maintaining,
    String lastWriter) {}
