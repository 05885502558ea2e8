package io.vectra.engine.wal;

/**
 * One batch of a log, as it was appended.
 *
 * @param generation the newest manifest that its writer knew
 * @param position of its first byte in the file
 * @param end of its last byte in the file, exclusive
 */
public record WalBatch(
    byte type, long lsn, long epoch, long generation, long position, long end, byte[] payload) {}
