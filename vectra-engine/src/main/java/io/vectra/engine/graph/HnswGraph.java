package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockSource;

/**
 * A graph read where it lies. All numbers are 4 bytes, little-endian:
 *
 * <pre>
 *  0 magic   4 version   8 ordinals   12 rows: ordinals with a vector
 * 16 entry point (-1 without rows)   20 top level
 * 24 neighbours kept for each node on level 0 (L)   28 on levels above (M)
 * 32 numbers in the upper part (U)   36 nodes: vectors of different value   40 .. 63 zero
 * 64                        ordinals x (2 + L): next ordinal with an equal vector (-1 for none),
 *                           count (-1 for an ordinal without a node), neighbours
 * + 4 (2 + L) ordinals      ordinals: where in the upper part the node begins, -1 on level 0 alone
 * + 4 ordinals              U numbers: for each such node its level, then for each level from 1:
 *                           count, M neighbours
 * </pre>
 *
 * Of ordinals with equal vectors the first is the node; the others follow it as a chain, ever
 * higher. Every number read is checked before it is used, so damage gives CORRUPTION and nothing
 * else: a chain ends because it climbs, and no array is larger than the section.
 */
public final class HnswGraph {
  static final int MAGIC = 0x574E4856; // "VHNW"
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;

  private final BlockSource source;
  private final int ordinals;
  private final int rows;
  private final int nodes;
  private final int entryPoint;
  private final int topLevel;
  private final int baseWidth;
  private final int upperWidth;
  private final int upperNumbers;
  private final long upperIndexAt;
  private final long upperAt;

  private HnswGraph(BlockSource source) {
    this.source = source;
    if (source.length() < HEADER_BYTES || source.getInt(0) != MAGIC) {
      throw damaged("it has no header");
    }
    if (source.getInt(4) > VERSION) {
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          source.description() + " has graph format " + source.getInt(4) + ", newer than 1.");
    }
    this.ordinals = source.getInt(8);
    this.rows = source.getInt(12);
    this.entryPoint = source.getInt(16);
    this.topLevel = source.getInt(20);
    this.baseWidth = source.getInt(24);
    this.upperWidth = source.getInt(28);
    this.upperNumbers = source.getInt(32);
    this.nodes = source.getInt(36);
    if (!countsArePossible() || !shapeIsPossible()) {
      throw damaged("its header is impossible");
    }
    this.upperIndexAt = HEADER_BYTES + recordBytes() * ordinals;
    this.upperAt = upperIndexAt + 4L * ordinals;
    if (upperAt + 4L * upperNumbers != source.length()) {
      throw damaged("its header does not agree with its length of " + source.length() + " bytes");
    }
  }

  private boolean countsArePossible() {
    return ordinals >= 0
        && rows >= 0
        && rows <= ordinals
        && nodes >= 0
        && nodes <= rows
        && (nodes == 0) == (rows == 0)
        && (nodes == 0 ? entryPoint == -1 : entryPoint >= 0 && entryPoint < ordinals);
  }

  /** Whether levels and widths are those of a graph that fits, so that no product overflows. */
  private boolean shapeIsPossible() {
    return topLevel >= 0
        && topLevel <= GraphBuilder.MAX_LEVEL
        && baseWidth >= 0
        && upperWidth >= 0
        && upperWidth <= baseWidth
        && upperNumbers >= 0
        && (ordinals == 0 || recordBytes() <= source.length() / ordinals)
        && baseWidth <= Math.max(GraphBuilder.MAX_WIDTH, ordinals);
  }

  private long recordBytes() {
    return 4L * (2L + baseWidth);
  }

  /**
   * Opens a graph; reads its header alone.
   *
   * @throws VectraException CORRUPTION or NEWER_FORMAT
   */
  public static HnswGraph open(BlockSource source) {
    return new HnswGraph(source);
  }

  /** Ordinals of the vectors that it was built over. */
  public int ordinals() {
    return ordinals;
  }

  /** Ordinals that have a vector: those that a search can find. */
  public int rows() {
    return rows;
  }

  /** Nodes: one for all ordinals whose vectors are equal. */
  public int nodes() {
    return nodes;
  }

  /** Where every search begins; -1 without rows. */
  public int entryPoint() {
    return entryPoint;
  }

  int topLevel() {
    return topLevel;
  }

  /** The largest number of neighbours that {@link #neighbours} can give. */
  int widest() {
    return Math.max(baseWidth, upperWidth);
  }

  /** Copies the neighbours of a node on a level; returns how many. */
  int neighbours(int node, int level, int[] target) {
    long at;
    int width;
    if (level == 0) {
      at = HEADER_BYTES + recordBytes() * node + Integer.BYTES;
      width = baseWidth;
    } else {
      int offset = source.getInt(upperIndexAt + 4L * node);
      if (offset < 0 || offset >= upperNumbers) {
        throw damaged("node " + node + " is said to be on level " + level + ", but is not");
      }
      at = upperAt + 4L * offset;
      if (source.getInt(at) < level) {
        throw damaged("node " + node + " is not on level " + level);
      }
      at += 4L + 4L * (level - 1L) * (1L + upperWidth);
      width = upperWidth;
    }
    int count = source.getInt(at);
    if (count < 0 || count > width) {
      throw damaged("node " + node + " has " + count + " neighbours on level " + level);
    }
    for (int i = 0; i < count; i++) {
      int neighbour = source.getInt(at + 4L * (i + 1));
      if (neighbour < 0 || neighbour >= ordinals) {
        throw damaged("node " + node + " has the neighbour " + neighbour);
      }
      target[i] = neighbour;
    }
    return count;
  }

  /** The next ordinal whose vector equals that of another, or -1; always a higher one. */
  int nextEqual(int ordinal) {
    if (nodes == rows) {
      return -1;
    }
    int next = source.getInt(HEADER_BYTES + recordBytes() * ordinal);
    if (next != -1 && (next <= ordinal || next >= ordinals)) {
      throw damaged("ordinal " + ordinal + " is followed by the equal ordinal " + next);
    }
    return next;
  }

  private VectraException damaged(String what) {
    return new VectraException(
        ErrorCode.CORRUPTION, "Graph " + source.description() + " is damaged: " + what + ".");
  }
}
