package io.vectra.engine.schema;

/** Every limit of the engine, in one place. */
public final class Limits {
  /** Dimensions of one vector. */
  public static final int MAX_DIMENSIONS = 16_000;

  /** Columns of one table. */
  public static final int MAX_COLUMNS = 1_600;

  /** Bytes of one name in UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  /** Bytes of one encoded primary key. */
  public static final int MAX_KEY_BYTES = 8_192;

  /** Columns of one secondary index. */
  public static final int MAX_INDEX_COLUMNS = 32;

  /** Bytes of a key in a secondary index; of a longer one the rest is read from the row. */
  public static final int MAX_INDEX_KEY_BYTES = 1_024;

  /** Bytes of one encoded row, and of one value in it. */
  public static final int MAX_ROW_BYTES = 64 << 20;

  /** Bytes of the definitions of all tables together, default values included. */
  public static final int MAX_CATALOG_BYTES = 32 << 20;

  /** Bytes of one batch of the log, which is what one transaction may write. */
  public static final int MAX_BATCH_BYTES = 1 << 30;

  /** Values of a sequence that one log record reserves. */
  public static final long MAX_SEQUENCE_CACHE = 1_000_000;

  /** Digits of a DECIMAL. */
  public static final int MAX_DECIMAL_PRECISION = 38;

  /** Objects and arrays within one another in one JSON value. */
  public static final int MAX_JSON_DEPTH = 256;

  /** Nearest rows that one search may ask for. */
  public static final int MAX_NEAREST = 10_000;

  /** Candidates that a graph search keeps. */
  public static final int MAX_EF = 20_000;

  /** Rows of indexed tables that stay in memory, and without a graph, while nothing is written. */
  public static final int MAX_ROWS_WITHOUT_GRAPH = 4_096;

  /** Bytes that a database keeps of which rows match predicates; less where the heap is small. */
  public static final long MAX_MATCH_CACHE_BYTES = 16 << 20;

  private Limits() {}
}
