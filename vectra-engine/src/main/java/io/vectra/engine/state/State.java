package io.vectra.engine.state;

/**
 * What STATE says.
 *
 * @param generation of the newest manifest
 * @param logNumber of the log that is being written
 * @param committedPosition bytes of that log that are committed
 * @param lsn of the last commit
 * @param epoch of the last writer
 * @param dirty whether a writer is between an append and its acknowledgement, or died there
 */
public record State(
    long generation, long logNumber, long committedPosition, long lsn, long epoch, boolean dirty) {}
