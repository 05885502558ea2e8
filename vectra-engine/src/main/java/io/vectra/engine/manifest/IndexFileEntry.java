package io.vectra.engine.manifest;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.format.FileEntry;

/**
 * The file of one index for one segment.
 *
 * @param effort the multiple of the usual candidates that a search needs, 0 when none does; 1 for
 *     most
 */
public record IndexFileEntry(int indexId, FileEntry file, int effort) {
  public IndexFileEntry {
    requireNonNull(file, "file is null");
  }
}
