package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.kernel.ByteDots;
import io.vectra.engine.kernel.SignCounts;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.EdgeSketches;

/**
 * A graph read where it lies. All numbers are 4 bytes, little-endian:
 *
 * <pre>
 *  0 magic   4 version   8 ordinals   12 rows: ordinals with a vector
 * 16 entry point (-1 without rows)   20 top level
 * 24 neighbours kept for each node on level 0 (L)   28 on levels above (M)
 * 32 numbers in the upper part (U)   36 nodes: vectors of different value
 * 40 bytes of each code (C), or 0   44 8-byte numbers of the sketch of each edge (S), or 0
 * 48 8-byte numbers of the sketch of each ordinal (T), or 0
 * 52 exponent (float32) and 56 longest vector (float32) of {@link DistanceGrowth}   60 .. 63 zero
 * 64                        ordinals x 8 T bytes: sketches, as {@link CodedQuery} writes them; then
 *                           zeros up to a multiple of 64
 * + that                    ordinals x R bytes:
 *   + 0 next ordinal with an equal vector (-1 for none)
 *   + 4 count of neighbours on level 0 (-1 for an ordinal without a node)
 *   + 8 where in the upper part the node begins, -1 on level 0 alone
 *   +12 the vector's code, as {@link CodedVector} writes it: 20 + C bytes, none if C is 0
 *   +32 + C                 neighbours on level 0: L, or with sketches as many lanes as the next
 *                           multiple of 8
 *   +32 + C + 4 lanes       8 S bytes for each lane, as {@link EdgeSketches} writes them
 *   zeros up to a multiple of 64 bytes
 * + ordinals R              U numbers: for each node above level 0 its level, then for each level
 *                           from 1: count, M neighbours
 * </pre>
 *
 * A search reads the record of each node that it visits from one end to the other, and of the
 * neighbours nothing before it visits them. Every ordinal with a vector has a code and a sketch, so
 * that rows can be compared without the graph, too. Which of codes and sketches there are is the
 * index's {@link io.vectra.engine.schema.Quantization}: without codes there are no sketches, and a
 * search reads the vectors themselves. In version 1 there are no codes and no sketches: R is 8 + 4
 * L, without the number at 8, which lies in an array of its own before the upper part. Of ordinals
 * with equal vectors the first is the node; the others follow it as a chain, ever higher. Every
 * number read is checked before it is used, so damage gives CORRUPTION and nothing else: a chain
 * ends because it climbs, and no array is larger than the section.
 */
public final class HnswGraph {
  static final int MAGIC = 0x574E4856; // "VHNW"
  static final int VERSION = 2;
  static final int HEADER_BYTES = 64;
  static final int NEXT_EQUAL_AT = 0;
  static final int COUNT_AT = 4;
  static final int UPPER_AT = 8;
  static final int CODE_AT = 12;
  static final int ALIGNMENT = 64;

  /** Bytes before the neighbours of a record of version 1. */
  private static final int OLD_RECORD_HEADER_BYTES = 8;

  private final BlockSource source;
  private final int ordinals;
  private final int rows;
  private final int nodes;
  private final int entryPoint;
  private final int topLevel;
  private final int baseWidth;
  private final int upperWidth;
  private final int upperNumbers;
  private final int codeBytes;
  private final int edgeLongs;
  private final int sketchLongs;
  private final DistanceGrowth growth;
  private final int lanes;
  private final int neighboursAt;
  private final int edgesAt;
  private final long recordsAt;
  private final long recordBytes;
  private final long upperIndexAt;
  private final long upperIndexStep;
  private final long upperAt;

  private HnswGraph(BlockSource source) {
    this.source = source;
    if (source.length() < HEADER_BYTES || source.getInt(0) != MAGIC) {
      throw damaged("it has no header");
    }
    int version = source.getInt(4);
    if (version > VERSION) {
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          source.description()
              + " has graph format "
              + version
              + ", newer than "
              + VERSION
              + ", the newest that this version reads.");
    }
    boolean old = version == 1;
    this.ordinals = source.getInt(8);
    this.rows = source.getInt(12);
    this.entryPoint = source.getInt(16);
    this.topLevel = source.getInt(20);
    this.baseWidth = source.getInt(24);
    this.upperWidth = source.getInt(28);
    this.upperNumbers = source.getInt(32);
    this.nodes = source.getInt(36);
    this.codeBytes = source.getInt(40);
    this.edgeLongs = source.getInt(44);
    this.sketchLongs = source.getInt(48);
    this.growth = new DistanceGrowth(getFloat(52), getFloat(56));
    this.neighboursAt = old ? OLD_RECORD_HEADER_BYTES : neighboursAt(codeBytes);
    boolean possible =
        old || codeBytes == 0
            ? codeBytes == 0 && edgeLongs == 0 && sketchLongs == 0
            : codeIsPossible(codeBytes)
                && edgeLongs >= 0
                && edgeLongs <= CodedQuery.edgeLongs(Limits.MAX_DIMENSIONS)
                && sketchLongs >= 0
                && sketchLongs <= CodedQuery.sketchLongs(Limits.MAX_DIMENSIONS);
    boolean widthIsPossible =
        baseWidth >= 0 && baseWidth <= Math.max(GraphBuilder.MAX_WIDTH, ordinals);
    if (version < 1 || !possible || !widthIsPossible || !growth.isPossible()) {
      throw damaged("its header is impossible");
    }
    this.lanes = lanes(baseWidth, edgeLongs);
    this.edgesAt = neighboursAt + Integer.BYTES * lanes;
    this.recordBytes =
        old ? neighboursAt + 4L * baseWidth : recordBytes(codeBytes, baseWidth, edgeLongs);
    if (!countsArePossible() || !shapeIsPossible()) {
      throw damaged("its header is impossible");
    }
    this.recordsAt = HEADER_BYTES + sketchBytes(sketchLongs, ordinals);
    long recordsEnd = recordsAt + recordBytes * ordinals;
    this.upperIndexAt = old ? recordsEnd : recordsAt + UPPER_AT;
    this.upperIndexStep = old ? Integer.BYTES : recordBytes;
    this.upperAt = old ? recordsEnd + 4L * ordinals : recordsEnd;
    if (upperAt + 4L * upperNumbers != source.length()) {
      throw damaged("its header does not agree with its length of " + source.length() + " bytes");
    }
  }

  /** Where the neighbours begin in a record. */
  private static int neighboursAt(int codeBytes) {
    return codeBytes == 0 ? CODE_AT : CODE_AT + CodedVector.HEADER_BYTES + codeBytes;
  }

  /** Bytes of the record of an ordinal. */
  static long recordBytes(int codeBytes, int baseWidth, int edgeLongs) {
    long bytes =
        neighboursAt(codeBytes)
            + (Integer.BYTES + (long) Long.BYTES * edgeLongs) * lanes(baseWidth, edgeLongs);
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Bytes of all sketches, with the zeros at their end. */
  static long sketchBytes(int sketchLongs, int ordinals) {
    return (8L * sketchLongs * ordinals + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Places for neighbours in each record. */
  static int lanes(int baseWidth, int edgeLongs) {
    return edgeLongs == 0
        ? baseWidth
        : (baseWidth + SignCounts.LANE_STEP - 1) / SignCounts.LANE_STEP * SignCounts.LANE_STEP;
  }

  private static boolean codeIsPossible(int codeBytes) {
    return codeBytes > 0
        && codeBytes <= CodedVector.codeBytes(Limits.MAX_DIMENSIONS)
        && codeBytes % ByteDots.STEP == 0;
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
        && upperWidth >= 0
        && upperWidth <= baseWidth
        && upperNumbers >= 0
        && (ordinals == 0 || recordBytes <= source.length() / ordinals);
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

  /** The highest level of a node; -1 for an ordinal without one. */
  int level(int ordinal) {
    if (source.getInt(recordAt(ordinal) + COUNT_AT) < 0) {
      return -1;
    }
    int offset = source.getInt(upperIndexAt + upperIndexStep * ordinal);
    if (offset < 0) {
      return 0;
    }
    int level = offset < upperNumbers ? source.getInt(upperAt + 4L * offset) : -1;
    if (level < 1 || level > topLevel) {
      throw damaged("node " + ordinal + " is said to be on level " + level);
    }
    return level;
  }

  int topLevel() {
    return topLevel;
  }

  /** The largest number of neighbours that {@link #neighbours} can give. */
  int widest() {
    return Math.max(baseWidth, upperWidth);
  }

  /**
   * Checks that the graph is one of vectors of so many dimensions.
   *
   * @throws VectraException CORRUPTION
   */
  void checkFits(int dimensions) {
    boolean fits =
        !hasCodes()
            || codeBytes == CodedVector.codeBytes(dimensions)
                && (edgeLongs == 0 || edgeLongs == CodedQuery.edgeLongs(dimensions))
                && (sketchLongs == 0 || sketchLongs == CodedQuery.sketchLongs(dimensions));
    if (!fits) {
      throw damaged("its codes are not those of vectors of " + dimensions + " dimensions");
    }
  }

  /** Whether it has codes, so that a search need not read vectors. */
  boolean hasCodes() {
    return codeBytes > 0;
  }

  /** Bytes of each code. */
  int codeBytes() {
    return codeBytes;
  }

  /**
   * Whether each edge has a sketch, so that a search need not read nodes that it does not visit.
   */
  public boolean hasEdgeSketches() {
    return edgeLongs > 0;
  }

  /** 8-byte numbers of the sketch of each edge; 0 without sketches. */
  int edgeLongs() {
    return edgeLongs;
  }

  /** How distances grow; not known for graphs without edge sketches, or of few nodes. */
  DistanceGrowth growth() {
    return growth;
  }

  /** Whether each ordinal has a sketch, so that rows can be compared without following edges. */
  public boolean hasSketches() {
    return sketchLongs > 0;
  }

  /** 8-byte numbers of the sketch of each ordinal; 0 without sketches. */
  int sketchLongs() {
    return sketchLongs;
  }

  /** Copies the sketches of ordinals that follow one another. */
  void sketches(int first, int count, long[] target) {
    source.readLongs(
        HEADER_BYTES + (long) Long.BYTES * sketchLongs * first, target, 0, count * sketchLongs);
  }

  /** The largest number of neighbours on level 0, as {@link #estimate} needs room for. */
  int lanes() {
    return lanes;
  }

  /**
   * Estimates the distances to the neighbours of a node on level 0, in the order in which {@link
   * #neighbours} gives them.
   *
   * @param distance to the node
   * @param edges scratch for {@code lanes * edgeLongs} numbers
   * @param target for {@code lanes} distances
   */
  void estimate(int node, CodedQuery query, float distance, long[] edges, float[] target) {
    source.readLongs(recordAt(node) + edgesAt, edges, 0, lanes * edgeLongs);
    query.estimate(distance, edges, lanes, target);
  }

  /** About the distance of a node to a query, smaller for nearer nodes. */
  float distance(int node, CodedVector query) {
    long at = recordAt(node) + CODE_AT;
    int dot = source.dotBytes(at + CodedVector.HEADER_BYTES, query.levels());
    return query.distance(dot, getFloat(at), getFloat(at + 4), getFloat(at + 8), getFloat(at + 12));
  }

  /** How far {@link #distance} can be from the true number. */
  double bound(int node, CodedVector query) {
    long at = recordAt(node) + CODE_AT;
    return query.bound(getFloat(at + 12), getFloat(at + 16));
  }

  /** Has the processor fetch what {@link #distance} will read; what it gives has to be used. */
  int touch(int node) {
    return source.touch(recordAt(node), CODE_AT + CodedVector.HEADER_BYTES + codeBytes);
  }

  /** Has the processor fetch a node's whole record; what it gives has to be used. */
  int touchAll(int node) {
    return source.touch(recordAt(node), (int) recordBytes);
  }

  private float getFloat(long at) {
    return Float.intBitsToFloat(source.getInt(at));
  }

  private long recordAt(int ordinal) {
    return recordsAt + recordBytes * ordinal;
  }

  /** Copies the neighbours of a node on a level; returns how many. */
  int neighbours(int node, int level, int[] target) {
    long countAt;
    long at;
    int width;
    if (level == 0) {
      countAt = recordAt(node) + COUNT_AT;
      at = recordAt(node) + neighboursAt;
      width = baseWidth;
    } else {
      int offset = source.getInt(upperIndexAt + upperIndexStep * node);
      if (offset < 0 || offset >= upperNumbers) {
        throw damaged("node " + node + " is said to be on level " + level + ", but is not");
      }
      long levelAt = upperAt + 4L * offset;
      if (source.getInt(levelAt) < level) {
        throw damaged("node " + node + " is not on level " + level);
      }
      countAt = levelAt + 4L + 4L * (level - 1L) * (1L + upperWidth);
      at = countAt + Integer.BYTES;
      width = upperWidth;
    }
    int count = source.getInt(countAt);
    if (count < 0 || count > width) {
      throw damaged("node " + node + " has " + count + " neighbours on level " + level);
    }
    source.readInts(at, target, 0, count);
    for (int i = 0; i < count; i++) {
      int neighbour = target[i];
      if (neighbour < 0 || neighbour >= ordinals) {
        throw damaged("node " + node + " has the neighbour " + neighbour);
      }
    }
    return count;
  }

  /** The next ordinal whose vector equals that of another, or -1; always a higher one. */
  int nextEqual(int ordinal) {
    if (nodes == rows) {
      return -1;
    }
    int next = source.getInt(recordAt(ordinal) + NEXT_EQUAL_AT);
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
