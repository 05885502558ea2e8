package io.vectra.engine.table;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.HnswGraph;

/** The graph of one index over one segment, with the file that it is read from. */
public record SegmentGraph(int indexId, FileEntry entry, BlockFileReader file, HnswGraph graph) {}
