package io.vectra.engine.segment;

import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import java.util.UUID;

/**
 * Writes the keys of a segment's rows in a secondary index, dead rows included.
 *
 * <pre>
 * ordinals     4 a row: which row of the segment has the key, by key and then by ordinal
 * key-offsets  8 a row and one more, into key-bytes
 * key-bytes    keys as IndexKeyCodec encodes them, cut where they are long, one after another
 * </pre>
 */
public final class KeyFileWriter {
  /** The kind of file that this is. */
  public static final int FILE_KIND = 4;

  private KeyFileWriter() {}

  /** Writes, syncs and reads back a new file; returns what the manifest says of it. */
  public static FileEntry write(
      Storage storage,
      UUID databaseId,
      String name,
      TableSchema schema,
      ScalarIndex index,
      Segment segment) {
    IndexKey[] keys = new IndexKey[segment.size()];
    for (int i = 0; i < keys.length; i++) {
      int ordinal = i;
      keys[i] = IndexKeyCodec.encode(schema, index, column -> segment.value(ordinal, column)).cut();
    }
    int[] order = SortedOrdinals.by(keys);
    try (BlockFileWriter out = BlockFileWriter.create(storage, databaseId, name, FILE_KIND)) {
      out.beginSection("ordinals");
      for (int ordinal : order) {
        out.putInt(ordinal);
      }
      out.endSection();
      out.beginSection("key-offsets");
      long offset = 0;
      out.putLong(offset);
      for (int ordinal : order) {
        offset += keys[ordinal].bytes().length;
        out.putLong(offset);
      }
      out.endSection();
      out.beginSection("key-bytes");
      for (int ordinal : order) {
        out.putBytes(keys[ordinal].bytes());
      }
      out.endSection();
      return out.finish();
    }
  }
}
