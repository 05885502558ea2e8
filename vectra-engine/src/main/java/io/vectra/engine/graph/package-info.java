/**
 * Graphs: HNSW (Yu. A. Malkov and D. A. Yashunin, "Efficient and robust approximate nearest
 * neighbor search using Hierarchical Navigable Small World graphs", 2016) over the vectors of one
 * segment: built in memory, written as bytes, searched where they lie. In: vectors by ordinal; out:
 * ordinals. It is given sources of blocks and never touches a storage.
 */
@NullMarked
package io.vectra.engine.graph;

import org.jspecify.annotations.NullMarked;
