package io.vectra.engine.table;

/**
 * Names of the files of a table: made of numbers, never of a user's names, and never used twice.
 */
public final class FileNames {
  private FileNames() {}

  public static String directory(int tableId) {
    return "t" + tableId;
  }

  public static String segment(int tableId, long number) {
    return directory(tableId) + "/segment-" + number;
  }

  public static String index(int tableId, int indexId, long segment, long generation) {
    return directory(tableId) + "/index-" + indexId + "-" + segment + "-" + generation;
  }

  public static String tombstones(int tableId, long segment, long generation) {
    return directory(tableId) + "/tombstones-" + segment + "-" + generation;
  }
}
