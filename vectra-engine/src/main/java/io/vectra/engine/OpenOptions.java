package io.vectra.engine;

import static java.util.Objects.requireNonNull;

/**
 * How to open a database.
 *
 * @param createIfMissing whether an empty or missing directory becomes a new database
 * @param readOnly whether every change is refused (SQLSTATE 25006)
 * @param exclusive whether no other process may have the database open meanwhile; else they read
 *     and write by turns. Handles that share it join one of this process that does not
 * @param memtableBytes encoded bytes of rows after which the memtable is flushed to a segment
 */
public record OpenOptions(
    boolean createIfMissing,
    boolean readOnly,
    Durability durability,
    boolean exclusive,
    long memtableBytes) {
  /** A small heap has room for small memtables. */
  private static final long DEFAULT_MEMTABLE_BYTES =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);

  public OpenOptions {
    requireNonNull(durability, "durability is null");
    if (memtableBytes < 1) {
      throw new IllegalArgumentException("memtableBytes is not positive: " + memtableBytes);
    }
  }

  /** Create when missing, read and write, SYNC, exclusive, 64 MiB or a 16th of the heap. */
  public static OpenOptions defaults() {
    return new OpenOptions(true, false, Durability.SYNC, true, DEFAULT_MEMTABLE_BYTES);
  }

  public OpenOptions withCreateIfMissing(boolean create) {
    return new OpenOptions(create, readOnly, durability, exclusive, memtableBytes);
  }

  public OpenOptions withReadOnly(boolean only) {
    return new OpenOptions(createIfMissing, only, durability, exclusive, memtableBytes);
  }

  public OpenOptions withDurability(Durability level) {
    return new OpenOptions(createIfMissing, readOnly, level, exclusive, memtableBytes);
  }

  public OpenOptions withExclusive(boolean alone) {
    return new OpenOptions(createIfMissing, readOnly, durability, alone, memtableBytes);
  }

  public OpenOptions withMemtableBytes(long bytes) {
    return new OpenOptions(createIfMissing, readOnly, durability, exclusive, bytes);
  }
}
