package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFault;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.KnownFiles.NamedFile;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the faults of a file cost: rows of a segment that can no longer be read, or deletions that
 * are forgotten. Each row counts for the first damaged block that it needs.
 */
final class LostRows {
  /** Costs that nobody asked for. */
  static final LostRows NOT_COUNTED = new LostRows();

  private final Map<Long, Long> byBlock = new HashMap<>();
  private long elsewhere;

  private LostRows() {}

  static LostRows of(Storage storage, UUID databaseId, NamedFile file, List<BlockFault> faults) {
    LostRows lost = new LostRows();
    boolean whole =
        faults.stream()
            .anyMatch(
                fault ->
                    fault.part() == BlockFault.Part.OTHER_FILE
                        || fault.part() == BlockFault.Part.NEWER_FORMAT);
    switch (file.role()) {
      case SEGMENT -> {
        if (whole) {
          lost.elsewhere = file.segment().rows() - file.segment().tombstoneCount();
        } else {
          lost.countRows(storage, databaseId, file);
        }
      }
      case TOMBSTONES -> {
        long count = file.segment().tombstoneCount();
        lost.elsewhere =
            whole
                ? count
                : TombstoneFile.readDamaged(
                    storage, databaseId, file.entry(), count, (ordinal, lsn) -> {});
      }
      case GRAPH, KEYS -> {
        // Derived: it costs time, never a row.
      }
    }
    return lost;
  }

  /** The rows that one fault costs, when it is a block. */
  long inBlock(BlockFault fault) {
    return fault.part() == BlockFault.Part.BLOCK ? byBlock.getOrDefault(fault.offset(), 0L) : 0;
  }

  /** The rows that no single block costs. */
  long elsewhere() {
    return elsewhere;
  }

  private void countRows(Storage storage, UUID databaseId, NamedFile file) {
    BitSet dead = dead(storage, databaseId, file);
    long rows = file.segment().rows();
    Segment segment;
    try {
      segment =
          Segment.openDamaged(
              storage,
              databaseId,
              file.segment().number(),
              file.entry(),
              file.table().schema(),
              (int) Math.min(rows, Integer.MAX_VALUE - 8));
    } catch (VectraException e) {
      elsewhere = rows - dead.cardinality();
      return;
    }
    int columns = file.table().schema().columns().size();
    try {
      for (int ordinal = 0; ordinal < rows; ordinal++) {
        if (!dead.get(ordinal) && !SalvagedRows.isReadable(segment, ordinal, columns)) {
          byBlock.merge(segment.lastDamage(), 1L, Long::sum);
        }
      }
    } finally {
      segment.release();
    }
  }

  private static BitSet dead(Storage storage, UUID databaseId, NamedFile file) {
    BitSet dead = new BitSet();
    var tombstones = file.segment().tombstones();
    if (tombstones != null && storage.exists(tombstones.name())) {
      long count = file.segment().tombstoneCount();
      TombstoneFile.readDamaged(
          storage,
          databaseId,
          tombstones,
          count,
          (ordinal, lsn) -> {
            if (ordinal >= 0 && ordinal < file.segment().rows()) {
              dead.set(ordinal);
            }
          });
    }
    return dead;
  }
}
