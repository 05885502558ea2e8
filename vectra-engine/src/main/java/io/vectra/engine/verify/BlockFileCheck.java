package io.vectra.engine.verify;

import io.vectra.engine.compaction.GraphFiles;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFault;
import io.vectra.engine.format.BlockFileAudit;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.GraphAudit;
import io.vectra.engine.graph.SearchEffort;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.search.SegmentVectors;
import io.vectra.engine.segment.KeyFileWriter;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.verify.KnownFiles.NamedFile;
import io.vectra.engine.verify.KnownFiles.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks one block file that a manifest names: every byte first, then what the bytes say. */
final class BlockFileCheck {
  private final Storage storage;
  private final UUID databaseId;
  private final NamedFile file;
  private final String name;
  private final String table;
  private final boolean counting;
  private final List<Finding> findings = new ArrayList<>();

  private BlockFileCheck(Storage storage, UUID databaseId, NamedFile file, boolean counting) {
    this.storage = storage;
    this.counting = counting;
    this.databaseId = databaseId;
    this.file = file;
    this.name = file.entry().name();
    this.table = file.table().schema().name();
  }

  /**
   * Checks a file.
   *
   * @param counting whether to count the rows that damage costs, which reads all that is left
   */
  static List<Finding> run(Storage storage, UUID databaseId, NamedFile file, boolean counting) {
    BlockFileCheck check = new BlockFileCheck(storage, databaseId, file, counting);
    try {
      check.run();
    } catch (VectraException e) {
      check.add(kindOf(e), String.valueOf(e.getMessage()), check.allRows());
    }
    boolean derived = !file.current() || file.role() == Role.GRAPH || file.role() == Role.KEYS;
    return derived ? check.findings.stream().map(Finding::ofDerived).toList() : check.findings;
  }

  private void run() {
    if (!storage.exists(name)) {
      add(FindingKind.MISSING_FILE, "the file is missing", allRows());
      return;
    }
    List<BlockFault> faults =
        BlockFileAudit.run(storage, databaseId, kindOf(file.role()), file.entry());
    if (!faults.isEmpty()) {
      addFaults(faults);
      return;
    }
    switch (file.role()) {
      case SEGMENT -> checkSegment();
      case TOMBSTONES -> checkTombstones();
      case GRAPH, KEYS -> checkIndex();
    }
  }

  static int kindOf(Role role) {
    return switch (role) {
      case SEGMENT -> SegmentWriter.FILE_KIND;
      case TOMBSTONES -> TombstoneFile.FILE_KIND;
      case GRAPH -> GraphFiles.FILE_KIND;
      case KEYS -> KeyFileWriter.FILE_KIND;
    };
  }

  private void addFaults(List<BlockFault> faults) {
    LostRows lost =
        counting ? LostRows.of(storage, databaseId, file, faults) : LostRows.NOT_COUNTED;
    boolean first = true;
    for (BlockFault fault : faults) {
      long rows = lost.inBlock(fault) + (first ? lost.elsewhere() : 0);
      findings.add(
          costing(
              Finding.error(kindOf(fault.part()), name, fault.what())
                  .at(fault.offset(), fault.length()),
              rows));
      first = false;
    }
  }

  private static FindingKind kindOf(BlockFault.Part part) {
    return switch (part) {
      case LENGTH -> FindingKind.WRONG_LENGTH;
      case HEADER -> FindingKind.DAMAGED_HEADER;
      case BLOCK -> FindingKind.DAMAGED_BLOCK;
      case BLOCK_TABLE, FOOTER -> FindingKind.DAMAGED_TABLE;
      case OTHER_FILE -> FindingKind.OTHER_CONTENT;
      case NEWER_FORMAT -> FindingKind.NEWER_FORMAT;
    };
  }

  private void checkSegment() {
    Segment segment = openSegment();
    try {
      SegmentRowsCheck.run(segment, file)
          .forEach((what, rows) -> add(FindingKind.IMPOSSIBLE_CONTENT, what, rows));
    } finally {
      segment.release();
    }
  }

  private void checkTombstones() {
    long expected = file.segment().tombstoneCount();
    TombstonesCheck check = new TombstonesCheck(file);
    long lost =
        TombstoneFile.readDamaged(storage, databaseId, file.entry(), expected, check::tombstone);
    check.end(lost);
    check.faults().forEach(what -> add(FindingKind.IMPOSSIBLE_CONTENT, what, Finding.UNKNOWN));
  }

  private void checkIndex() {
    IndexSchema index = file.index();
    if (index == null) {
      add(FindingKind.IMPOSSIBLE_CONTENT, "its index is not in the manifest", 0);
      return;
    }
    Segment segment = intactSegment();
    if (segment == null) {
      return; // Without its segment there is nothing to compare with, and that is reported.
    }
    try {
      if (index instanceof ScalarIndex scalar) {
        KeysCheck.run(storage, file, scalar, segment)
            .forEach(what -> add(FindingKind.DAMAGED_KEYS, what, 0));
      } else {
        checkGraph((VectorIndex) index, segment);
      }
    } finally {
      segment.release();
    }
  }

  private void checkGraph(VectorIndex index, Segment segment) {
    try {
      SegmentGraph graph = GraphFiles.open(storage, index.id(), file.entry(), SearchEffort.USUAL);
      try {
        int dimensions = file.table().schema().column(index.column()).type().precision();
        GraphAudit.run(
            graph.graph(),
            new SegmentVectors(segment, index.column(), dimensions, index.options().metric()));
      } finally {
        graph.file().release();
      }
    } catch (VectraException e) {
      add(FindingKind.DAMAGED_GRAPH, String.valueOf(e.getMessage()), 0);
    }
  }

  private @Nullable Segment intactSegment() {
    FileEntry entry = file.segment().file();
    if (!storage.exists(entry.name())
        || !BlockFileAudit.run(storage, databaseId, SegmentWriter.FILE_KIND, entry).isEmpty()) {
      return null;
    }
    return openSegment();
  }

  private Segment openSegment() {
    return Segment.open(
        storage, file.segment().number(), file.segment().file(), file.table().schema());
  }

  private long allRows() {
    return switch (file.role()) {
      case SEGMENT -> file.segment().rows() - file.segment().tombstoneCount();
      case TOMBSTONES -> file.segment().tombstoneCount();
      case GRAPH, KEYS -> 0;
    };
  }

  private void add(FindingKind kind, String what, long rows) {
    findings.add(costing(Finding.error(kind, name, what), rows));
  }

  /** What is lost with tombstones are deletions. */
  private Finding costing(Finding finding, long rows) {
    return file.role() == Role.TOMBSTONES
        ? finding.costingDeletions(table, rows)
        : finding.costing(table, rows);
  }

  /** What kind of fault stopped a check. */
  static FindingKind kindOf(VectraException e) {
    return switch (e.code()) {
      case NEWER_FORMAT -> FindingKind.NEWER_FORMAT;
      case CORRUPTION -> FindingKind.IMPOSSIBLE_CONTENT;
      default -> FindingKind.UNREADABLE;
    };
  }
}
