package io.vectra.engine.manifest;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.format.FileEntry;

/** The file of one index for one segment. */
public record IndexFileEntry(int indexId, FileEntry file) {
  public IndexFileEntry {
    requireNonNull(file, "file is null");
  }
}
