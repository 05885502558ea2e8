package io.vectra.engine.table;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;

/** One index over one segment, with the file that it is read from. Safe for many threads. */
public sealed interface SegmentIndex permits SegmentGraph, SegmentKeys {

  int indexId();

  /** What the manifest says of the file. */
  FileEntry entry();

  BlockFileReader file();

  /** Whether somebody found it damaged; it counts as not built from then on. */
  boolean damaged();

  /** Notes that it was found damaged; false when that was known. */
  boolean foundDamaged();
}
