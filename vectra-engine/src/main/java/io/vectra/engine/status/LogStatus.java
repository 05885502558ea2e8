package io.vectra.engine.status;

/**
 * The write-ahead log at one moment.
 *
 * @param files log files in the database directory, old ones that are still kept included
 * @param bytes of these files, of which the last one is longer than what has been written to it
 * @param visibleLsn of the newest commit that is visible
 * @param durableLsn up to which commits are known to be on the device
 * @param checkpointLsn up to which commits are in segments, so that no log is needed for them
 * @param generation of the manifest that names these segments
 */
public record LogStatus(
    int files, long bytes, long visibleLsn, long durableLsn, long checkpointLsn, long generation) {}
