package io.vectra.engine.segment;

import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a segment: the rows of one table in key order, a column at a time.
 *
 * <pre>
 * meta         rows (8), table id (4), schema version (4), columns (4)
 * lsns         8 a row
 * key-offsets  8 a row and one more, into key-bytes
 * key-bytes    encoded keys, one after another
 * then for each column of id n:
 * n-nulls      one bit a row, set for NULL; no such section where no value is NULL
 * n-values     fixed width a row (zeros for NULL), or
 * n-offsets    8 a row and one more, into n-bytes
 * n-bytes      values of varying length, one after another
 * </pre>
 */
public final class SegmentWriter {
  /** The kind of file that a segment is. */
  public static final int FILE_KIND = 1;

  private static final byte[] NO_BYTES = new byte[0];

  private final BlockFileWriter out;
  private final TableSchema schema;
  private final SegmentRows rows;

  private SegmentWriter(BlockFileWriter out, TableSchema schema, SegmentRows rows) {
    this.out = out;
    this.schema = schema;
    this.rows = rows;
  }

  /** Writes, syncs and reads back a new file; returns what the manifest says of it. */
  public static FileEntry write(
      Storage storage, UUID databaseId, String name, TableSchema schema, SegmentRows rows) {
    try (BlockFileWriter out = BlockFileWriter.create(storage, databaseId, name, FILE_KIND)) {
      SegmentWriter writer = new SegmentWriter(out, schema, rows);
      writer.writeMeta();
      writer.writeKeys();
      for (int column = 0; column < schema.columns().size(); column++) {
        writer.writeColumn(column);
      }
      return out.finish();
    }
  }

  private void writeMeta() {
    out.beginSection("meta");
    out.putLong(rows.size());
    out.putInt(schema.id());
    out.putInt(schema.version());
    out.putInt(schema.columns().size());
    out.endSection();
    out.beginSection("lsns");
    for (int i = 0; i < rows.size(); i++) {
      out.putLong(rows.lsn(i));
    }
    out.endSection();
  }

  private void writeKeys() {
    writeVarying("key-offsets", "key-bytes", ordinal -> rows.key(ordinal).bytes());
  }

  private void writeColumn(int column) {
    ColumnType type = schema.column(column).type();
    int id = schema.column(column).origin().id();
    writeNulls(id, column);
    int width = ColumnFormat.width(type);
    if (width == 0) {
      writeVarying(
          id + "-offsets",
          id + "-bytes",
          ordinal -> {
            Object value = rows.value(ordinal, column);
            return value == null ? NO_BYTES : ColumnFormat.toBytes(type, value);
          });
      return;
    }
    byte[] zeros = new byte[width];
    out.beginSection(id + "-values");
    for (int i = 0; i < rows.size(); i++) {
      Object value = rows.value(i, column);
      if (value == null) {
        out.putBytes(zeros, 0, width);
      } else {
        ColumnFormat.putFixed(out, type, value);
      }
    }
    out.endSection();
  }

  private void writeNulls(int id, int column) {
    byte[] nulls = nulls(column);
    if (nulls != null) {
      out.beginSection(id + "-nulls");
      out.putBytes(nulls, 0, nulls.length);
      out.endSection();
    }
  }

  private byte @Nullable [] nulls(int column) {
    byte[] bits = null;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.value(i, column) == null) {
        if (bits == null) {
          bits = new byte[(rows.size() + 7) / 8];
        }
        bits[i >> 3] |= (byte) (1 << (i & 7));
      }
    }
    return bits;
  }

  private void writeVarying(String offsets, String bytes, VaryingValue values) {
    out.beginSection(offsets);
    long offset = 0;
    out.putLong(0);
    for (int i = 0; i < rows.size(); i++) {
      offset = Math.addExact(offset, values.bytes(i).length);
      out.putLong(offset);
    }
    out.endSection();
    out.beginSection(bytes);
    for (int i = 0; i < rows.size(); i++) {
      byte[] value = values.bytes(i);
      out.putBytes(value, 0, value.length);
    }
    out.endSection();
  }

  /** The encoded value of a row. */
  private interface VaryingValue {
    byte[] bytes(int ordinal);
  }
}
