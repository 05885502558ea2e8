package io.vectra.engine.commit;

/**
 * A place in the logs.
 *
 * @param lsn of the newest batch before it
 * @param logNumber of the log file
 * @param position in bytes, from the beginning of that file
 */
public record LogPosition(long lsn, long logNumber, long position) {}
