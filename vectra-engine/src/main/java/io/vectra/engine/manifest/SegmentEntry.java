package io.vectra.engine.manifest;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.format.FileEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a table.
 *
 * @param number never reused in a database
 * @param rows in the segment file, dead ones included
 * @param tombstones which rows are dead; null when none is
 * @param tombstoneCount how many rows are dead
 * @param indexes the index files that are there; a missing one is searched exactly
 */
public record SegmentEntry(
    long number,
    long rows,
    FileEntry file,
    @Nullable FileEntry tombstones,
    long tombstoneCount,
    List<IndexFileEntry> indexes) {
  public SegmentEntry {
    requireNonNull(file, "file is null");
    indexes = List.copyOf(indexes);
  }
}
