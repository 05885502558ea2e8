package io.vectra.engine.manifest;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.format.FileEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is current in a database, as one generation says it.
 *
 * @param formatVersion {@link #FORMAT_VERSION} when this Vectra wrote it
 * @param generation from 1, without gaps
 * @param lsn every row version up to it is in a segment
 * @param definitions the version of the catalog, and what it has beside tables and indexes
 * @param logNumber the first log that is still needed
 */
public record Manifest(
    int formatVersion,
    UUID databaseId,
    long generation,
    long lsn,
    long logNumber,
    Definitions definitions,
    int nextTableId,
    int nextIndexId,
    long nextSegmentNumber,
    List<TableEntry> tables) {
  /** The newest format that this Vectra reads, and the one it writes. */
  public static final int FORMAT_VERSION = 1;

  public Manifest {
    requireNonNull(databaseId, "databaseId is null");
    requireNonNull(definitions, "definitions is null");
    tables = List.copyOf(tables);
  }

  /** The names of all files of tables that it needs. */
  public Set<String> fileNames() {
    Set<String> names = new HashSet<>();
    for (TableEntry table : tables) {
      for (SegmentEntry segment : table.segments()) {
        names.add(segment.file().name());
        FileEntry tombstones = segment.tombstones();
        if (tombstones != null) {
          names.add(tombstones.name());
        }
        segment.indexes().forEach(index -> names.add(index.file().name()));
      }
    }
    return names;
  }
}
