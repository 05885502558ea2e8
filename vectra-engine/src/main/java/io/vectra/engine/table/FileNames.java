package io.vectra.engine.table;

import java.util.regex.Pattern;

/**
 * Names of the files of a table: made of numbers, never of a user's names, and never used twice.
 */
public final class FileNames {
  private static final Pattern DIRECTORY = Pattern.compile("t[0-9]+");
  private static final Pattern SEGMENT = Pattern.compile("segment-[0-9]+");
  private static final Pattern TOMBSTONES = Pattern.compile("tombstones-[0-9]+-[0-9]+");
  private static final Pattern INDEX = Pattern.compile("index-[0-9]+-[0-9]+-[0-9]+");

  private FileNames() {}

  /** Whether a name in the database directory is that of a table's directory. */
  public static boolean isDirectory(String name) {
    return DIRECTORY.matcher(name).matches();
  }

  /** Whether a name in a table's directory is one that this class makes. */
  public static boolean isFile(String name) {
    return isSegment(name) || isTombstones(name) || INDEX.matcher(name).matches();
  }

  /** Whether a name in a table's directory is that of a segment. */
  public static boolean isSegment(String name) {
    return SEGMENT.matcher(name).matches();
  }

  /** Whether a name in a table's directory is that of a segment's tombstones. */
  public static boolean isTombstones(String name) {
    return TOMBSTONES.matcher(name).matches();
  }

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
