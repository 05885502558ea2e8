package io.vectra.engine.state;

/**
 * What STATE says.
 *
 * @param generation of the newest manifest
 * @param logNumber of the newest log
 * @param committedPosition bytes of that log that are committed: visible to whoever reads
 * @param syncedPosition bytes of that log that are on the device; at most the committed ones
 * @param lsn of the last synced commit
 * @param epoch of the last writer
 * @param dirty whether a writer is between an append and its sync, or died there
 */
public record State(
    long generation,
    long logNumber,
    long committedPosition,
    long syncedPosition,
    long lsn,
    long epoch,
    boolean dirty) {}
