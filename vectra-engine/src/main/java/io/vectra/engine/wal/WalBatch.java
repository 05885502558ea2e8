package io.vectra.engine.wal;

/**
 * One batch of a log, as it was appended.
 *
 * @param position of its first byte in the file
 * @param end of its last byte in the file, exclusive
 */
public record WalBatch(byte type, long lsn, long epoch, long position, long end, byte[] payload) {}
