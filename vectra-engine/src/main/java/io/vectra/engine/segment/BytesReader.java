package io.vectra.engine.segment;

import java.util.Arrays;

/**
 * Compares values of varying length with given bytes, without making objects of them. Texts lie as
 * UTF-8, whose unsigned byte order is code point order. Belongs to one thread.
 */
public final class BytesReader {
  /** Up to so many bytes, the values of a chunk are copied at once. */
  private static final int MOST_AT_ONCE = 64 << 10;

  private final SegmentColumn.Varying column;
  private final long[] offsets = new long[RankReader.CHUNK_ROWS + 1];
  private int from;
  private int count;

  /** Copied bytes, from {@link #loadedFrom} of the section on, {@link #loaded} of them. */
  private byte[] bytes = new byte[0];

  private long loadedFrom;
  private int loaded;

  public BytesReader(SegmentColumn.Varying column) {
    this.column = column;
  }

  /**
   * Moves to other rows; what is asked for then counts from the first of them.
   *
   * @param rows at most {@link RankReader#CHUNK_ROWS}
   */
  public void moveTo(int first, int rows) {
    if (first != from || rows != count) {
      loaded = 0;
      count = 0;
      column.readOffsets(first, rows, offsets);
      from = first;
      count = rows;
    }
  }

  /** Bytes of the value of a row. */
  public int length(int row) {
    return (int) (offsets[row + 1] - offsets[row]);
  }

  /** Whether a row has exactly this value. */
  public boolean hasValue(int row, byte[] value) {
    if (length(row) != value.length) {
      return false;
    }
    int from = load(row, value.length);
    return Arrays.equals(bytes, from, from + value.length, value, 0, value.length);
  }

  /** The order of the value of a row and of another one, by unsigned bytes. */
  public int compare(int row, byte[] value) {
    int length = length(row);
    int common = Math.min(length, value.length);
    int from = load(row, common);
    int order = Arrays.compareUnsigned(bytes, from, from + common, value, 0, common);
    return order != 0 ? order : Integer.compare(length, value.length);
  }

  /** Copies the first bytes of a row's value, unless they are; returns where they begin. */
  private int load(int row, int needed) {
    long start = offsets[row];
    if (start < loadedFrom || start + needed > loadedFrom + loaded) {
      long all = offsets[count] - offsets[0];
      boolean atOnce = all <= MOST_AT_ONCE;
      int wanted = atOnce ? (int) all : needed;
      if (bytes.length < wanted) {
        bytes = new byte[Math.max(wanted, 2 * bytes.length)];
      }
      loaded = 0; // until the read has succeeded
      loadedFrom = atOnce ? offsets[0] : start;
      column.bytes().readBytes(loadedFrom, bytes, 0, wanted);
      loaded = wanted;
    }
    return (int) (start - loadedFrom);
  }
}
