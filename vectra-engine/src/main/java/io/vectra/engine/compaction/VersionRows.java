package io.vectra.engine.compaction;

import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.SegmentRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Row versions of memtables as the rows of a segment.
 *
 * @param schema the version of the table that the segment is written under
 * @param versions in key order
 */
public record VersionRows(TableSchema schema, List<RowVersion> versions) implements SegmentRows {
  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public RowKey key(int ordinal) {
    return versions.get(ordinal).key();
  }

  @Override
  public long lsn(int ordinal) {
    return versions.get(ordinal).lsn();
  }

  @Override
  public @Nullable Object value(int ordinal, int column) {
    return versions.get(ordinal).value(schema.column(column));
  }
}
