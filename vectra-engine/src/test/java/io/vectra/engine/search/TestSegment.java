package io.vectra.engine.search;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentRows;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A segment file in memory, written from rows whose keys are their ordinals. */
record TestSegment(MemoryStorage storage, FileEntry entry) {
  private static final String NAME = "segment-1";
  private static final int MAX_BYTES = 64 << 20;

  static TestSegment write(TableSchema schema, List<@Nullable Object[]> rows) {
    MemoryStorage storage = new MemoryStorage(NAME);
    SegmentRows source =
        new SegmentRows() {
          @Override
          public int size() {
            return rows.size();
          }

          @Override
          public RowKey key(int ordinal) {
            return new RowKey(ByteBuffer.allocate(Integer.BYTES).putInt(ordinal).array());
          }

          @Override
          public long lsn(int ordinal) {
            return 1;
          }

          @Override
          public @Nullable Object value(int ordinal, int column) {
            return rows.get(ordinal)[column];
          }
        };
    return new TestSegment(
        storage, SegmentWriter.write(storage, new UUID(1, 2), NAME, schema, source));
  }

  /** Opens it under the schema that it was written under, or a later version. */
  Segment open(TableSchema schema) {
    return Segment.open(storage, 1, entry, schema);
  }

  byte[] bytes() {
    return storage.readFully(NAME, MAX_BYTES);
  }

  /** The same file with one bit flipped. */
  TestSegment withFlippedBit(int offset) {
    byte[] bytes = bytes();
    bytes[offset] ^= 1;
    MemoryStorage damaged = new MemoryStorage(NAME + "-damaged");
    try (WritableFile out = damaged.create(NAME)) {
      out.write(0, bytes, 0, bytes.length);
    }
    return new TestSegment(damaged, entry);
  }
}
