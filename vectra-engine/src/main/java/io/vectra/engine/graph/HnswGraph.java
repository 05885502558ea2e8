package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockSource;

/**
 * A graph read where it lies. All numbers are 4 bytes, little-endian:
 *
 * <pre>
 *  0 magic   4 version   8 ordinals   12 nodes   16 entry point (-1 without nodes)   20 top level
 * 24 neighbours kept for each node on level 0 (L)   28 on levels above (M)
 * 32 numbers in the upper part (U)   36 .. 63 zero
 * 64                        ordinals x (1 + L): count (-1 for an ordinal without a node), neighbours
 * + 4 (1 + L) ordinals      ordinals: where in the upper part the node begins, -1 on level 0 alone
 * + 4 ordinals              U numbers: for each such node its level, then for each level from 1:
 *                           count, M neighbours
 * </pre>
 *
 * Every number read is checked before it is used, so damage gives CORRUPTION and nothing else.
 */
public final class HnswGraph {
  static final int MAGIC = 0x574E4856; // "VHNW"
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;

  private final BlockSource source;
  private final int ordinals;
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
    this.nodes = source.getInt(12);
    this.entryPoint = source.getInt(16);
    this.topLevel = source.getInt(20);
    this.baseWidth = source.getInt(24);
    this.upperWidth = source.getInt(28);
    this.upperNumbers = source.getInt(32);
    if (ordinals < 0
        || nodes < 0
        || nodes > ordinals
        || entryPoint < -1
        || entryPoint >= ordinals
        || topLevel < 0
        || topLevel > GraphBuilder.MAX_LEVEL
        || baseWidth < 0
        || upperWidth < 0
        || upperNumbers < 0) {
      throw damaged("its header is impossible");
    }
    this.upperIndexAt = HEADER_BYTES + 4L * (1L + baseWidth) * ordinals;
    this.upperAt = upperIndexAt + 4L * ordinals;
    if (upperAt + 4L * upperNumbers != source.length()) {
      throw damaged("its header does not agree with its length of " + source.length() + " bytes");
    }
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

  /** Nodes: ordinals that have a vector. */
  public int nodes() {
    return nodes;
  }

  /** Where every search begins; -1 without nodes. */
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
      at = HEADER_BYTES + 4L * (1L + baseWidth) * node;
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

  private VectraException damaged(String what) {
    return new VectraException(
        ErrorCode.CORRUPTION, "Graph " + source.description() + " is damaged: " + what + ".");
  }
}
