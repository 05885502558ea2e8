package io.vectra.engine.manifest;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.Map;

/**
 * One table: its schema, its counters and its segments.
 *
 * @param nextRowId the lowest row id that was never given
 * @param identities by column id: the lowest value that was never reserved
 */
public record TableEntry(
    TableSchema schema,
    List<IndexSchema> indexes,
    long nextRowId,
    Map<Integer, Long> identities,
    List<SegmentEntry> segments) {
  public TableEntry {
    requireNonNull(schema, "schema is null");
    indexes = List.copyOf(indexes);
    identities = Map.copyOf(identities);
    segments = List.copyOf(segments);
  }
}
