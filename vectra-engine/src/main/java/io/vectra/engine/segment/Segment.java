package io.vectra.engine.segment;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A segment opened for reading: rows of one table in key order, addressed by ordinal. Nothing is
 * read before it is asked for. Safe for many threads; whoever uses it holds a use of it.
 */
public final class Segment implements SegmentRows {
  private final long number;
  private final FileEntry entry;
  private final BlockFileReader file;
  private final int rows;
  private final BlockSource lsns;
  private final BlockSource keyOffsets;
  private final BlockSource keyBytes;
  private final SegmentColumn[] columns;
  private final Tombstones tombstones;

  private Segment(
      long number,
      FileEntry entry,
      BlockFileReader file,
      TableSchema schema,
      int rows,
      Tombstones tombstones) {
    this.number = number;
    this.entry = entry;
    this.file = file;
    this.rows = rows;
    this.lsns = sized("lsns", 8L * rows);
    this.keyOffsets = sized("key-offsets", 8L * (rows + 1L));
    this.keyBytes = file.section("key-bytes");
    this.columns = new SegmentColumn[schema.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = openColumn(schema.column(i));
    }
    this.tombstones = tombstones;
  }

  /**
   * Opens a segment file.
   *
   * @throws VectraException CORRUPTION when the file is not what the manifest says
   */
  public static Segment open(Storage storage, long number, FileEntry entry, TableSchema schema) {
    BlockFileReader file =
        BlockFileReader.open(storage, entry.name(), SegmentWriter.FILE_KIND, entry);
    try {
      int rows = checkMeta(entry, file.section("meta"), schema);
      return new Segment(number, entry, file, schema, rows, new Tombstones(rows));
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }

  /**
   * Opens what is left of a damaged segment: each read of a row that needs a damaged block throws
   * CORRUPTION.
   *
   * @param rows how many the manifest says it has
   * @throws VectraException CORRUPTION when nothing is left
   */
  public static Segment openDamaged(
      Storage storage,
      UUID databaseId,
      long number,
      FileEntry entry,
      TableSchema schema,
      int rows) {
    BlockFileReader file = BlockFileReader.openDamaged(storage, databaseId, entry);
    try {
      return new Segment(number, entry, file, schema, rows, new Tombstones(rows));
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }

  /** This segment under a later version of its table: with the same uses, and tombstones. */
  public Segment under(TableSchema schema) {
    return new Segment(number, entry, file, schema, rows, tombstones);
  }

  /** Which table, under which version of its schema, a segment file says it belongs to. */
  public record Owner(int tableId, int schemaVersion, long rows) {}

  /**
   * Reads the owner of an intact segment file, for those whose manifest is gone.
   *
   * @throws VectraException CORRUPTION when it is no segment
   */
  public static Owner owner(Storage storage, FileEntry entry) {
    try (BlockFileReader file =
        BlockFileReader.open(storage, entry.name(), SegmentWriter.FILE_KIND, entry)) {
      BlockSource meta = file.section("meta");
      return new Owner(meta.getInt(8), meta.getInt(12), meta.getLong(0));
    }
  }

  /**
   * Hands the lsn of every row of an intact segment file to {@code out}, without knowing its table.
   *
   * @throws VectraException CORRUPTION when it is no segment
   */
  public static void readLsns(Storage storage, FileEntry entry, LongConsumer out) {
    try (BlockFileReader file =
        BlockFileReader.open(storage, entry.name(), SegmentWriter.FILE_KIND, entry)) {
      BlockSource lsns = file.section("lsns");
      for (long at = 0; at <= lsns.length() - Long.BYTES; at += Long.BYTES) {
        out.accept(lsns.getLong(at));
      }
    }
  }

  /** Offset in the file of the block that a read last found damaged; -1 before. */
  public long lastDamage() {
    return file.lastDamage();
  }

  public long number() {
    return number;
  }

  /** What the manifest says of the file. */
  public FileEntry entry() {
    return entry;
  }

  /** Rows, dead ones included. */
  @Override
  public int size() {
    return rows;
  }

  @Override
  public long lsn(int ordinal) {
    return lsns.getLong(8L * ordinal);
  }

  @Override
  public RowKey key(int ordinal) {
    return new RowKey(SegmentColumn.varying(keyOffsets, keyBytes, ordinal, Limits.MAX_KEY_BYTES));
  }

  @Override
  public @Nullable Object value(int ordinal, int column) {
    return columns[column].value(ordinal);
  }

  /** Whether a value is NULL, without reading it. */
  public boolean isNull(int ordinal, int column) {
    return columns[column].isNull(ordinal);
  }

  /** Copies a vector that is not NULL. */
  public void readVector(int ordinal, int column, float[] target) {
    columns[column].readVector(ordinal, target);
  }

  /** A column, for those who read many of its values. */
  public SegmentColumn column(int position) {
    return columns[position];
  }

  /** Which rows have been deleted, and when. */
  public Tombstones tombstones() {
    return tombstones;
  }

  /** The ordinal of the row of a key, dead or alive; -1 when there is none. */
  public int find(RowKey key) {
    int low = 0;
    int high = rows - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] candidate = SegmentColumn.varying(keyOffsets, keyBytes, middle, Limits.MAX_KEY_BYTES);
      int order = Arrays.compareUnsigned(candidate, key.bytes());
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** Whether a snapshot sees a row. */
  public boolean visibleAt(int ordinal, long snapshotLsn) {
    return !tombstones.deletedAt(ordinal, snapshotLsn);
  }

  /** Registers one more use; false when the file has been closed. */
  public boolean tryRetain() {
    return file.tryRetain();
  }

  /**
   * Has something run once, when the file of this segment, under whatever version of its table, is
   * let go. Whoever asks for it holds a use.
   */
  public void whenClosed(Runnable action) {
    file.whenClosed(action);
  }

  /** Ends one use. */
  public void release() {
    file.release();
  }

  private static int checkMeta(FileEntry entry, BlockSource meta, TableSchema schema) {
    long rowCount = meta.getLong(0);
    int tableId = meta.getInt(8);
    int version = meta.getInt(12);
    int columnCount = meta.getInt(16);
    if (rowCount < 0 || rowCount > Integer.MAX_VALUE - 8) {
      throw new VectraException(
          ErrorCode.CORRUPTION, entry.name() + " claims to hold " + rowCount + " rows.");
    }
    boolean fits =
        tableId == schema.id()
            && version >= 1
            && version <= schema.version()
            && (version < schema.version() || columnCount == schema.columns().size());
    if (!fits) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          entry.name()
              + " belongs to table "
              + tableId
              + " version "
              + version
              + " with "
              + columnCount
              + " columns, expected table "
              + schema.id()
              + " version "
              + schema.version()
              + " with "
              + schema.columns().size()
              + ".");
    }
    return (int) rowCount;
  }

  private BlockSource sized(String name, long expected) {
    BlockSource section = file.section(name);
    if (section.length() != expected) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          section.description()
              + " has "
              + section.length()
              + " bytes, expected "
              + expected
              + ".");
    }
    return section;
  }

  private SegmentColumn openColumn(Column column) {
    Column.Origin origin = column.origin();
    ColumnType type = column.type();
    int id = origin.id();
    if (origin.sinceVersion() > file.section("meta").getInt(12)) {
      return new SegmentColumn.Absent(type, origin.initialValue());
    }
    String nulls = id + "-nulls";
    BlockSource nullBits = file.hasSection(nulls) ? sized(nulls, (rows + 7L) / 8) : null;
    int width = ColumnFormat.width(type);
    if (width > 0) {
      return new SegmentColumn.Fixed(type, nullBits, sized(id + "-values", (long) width * rows));
    }
    return new SegmentColumn.Varying(
        type, nullBits, sized(id + "-offsets", 8L * (rows + 1L)), file.section(id + "-bytes"));
  }
}
