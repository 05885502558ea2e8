package io.vectra.calcite.system;

import io.vectra.engine.status.IndexStatus;
import io.vectra.engine.status.SegmentStatus;
import io.vectra.engine.status.TableStatus;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What VECTRA.METRICS gives: each a number of now, over all tables. */
enum DatabaseMetric {
  CATALOG_VERSION("grows with every change of a schema", state -> state.catalog().version()),
  LAST_LSN("number of the newest visible commit", state -> state.database().lsn()),
  TABLES("tables", state -> state.catalog().tables().size()),
  INDEXES("vector indexes", indexes(index -> 1)),
  MEMTABLE_ROW_VERSIONS(
      "row versions that are in no segment yet", tables(TableStatus::memtableVersions)),
  MEMTABLE_BYTES("encoded bytes of these", tables(TableStatus::memtableBytes)),
  SEGMENTS("segments", segments(segment -> 1)),
  SEGMENT_ROWS("rows of segments, deleted ones included", segments(SegmentStatus::rows)),
  DELETED_ROWS("deleted rows of segments", segments(SegmentStatus::deletedRows)),
  SEGMENT_BYTES("bytes of segment files", segments(SegmentStatus::bytes)),
  GRAPH_BYTES("bytes of the files of vector indexes", indexes(IndexStatus::bytes)),
  WAITING_ROWS(
      "rows of segments whose graph is still to be built, once for each index",
      indexes(IndexStatus::waitingRows)),
  MATCH_CACHE_BYTES(
      "bytes in which it is kept which rows match predicates, partly by guess",
      state -> state.database().matchCacheBytes()),
  WAL_FILES("log files", state -> state.log().files()),
  WAL_BYTES("bytes of log files", state -> state.log().bytes()),
  RUNNING_STATEMENTS(
      "statements of this process that run on the database, this one included",
      state -> state.statements().size());

  private final String description;
  private final ToLongFunction<SystemState> value;

  DatabaseMetric(String description, ToLongFunction<SystemState> value) {
    this.description = description;
    this.value = value;
  }

  String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  long value(SystemState state) {
    return value.applyAsLong(state);
  }

  private static ToLongFunction<SystemState> tables(ToLongFunction<TableStatus> figure) {
    return state -> state.database().tables().stream().mapToLong(figure).sum();
  }

  private static ToLongFunction<SystemState> segments(ToLongFunction<SegmentStatus> figure) {
    return tables(table -> table.segments().stream().mapToLong(figure).sum());
  }

  private static ToLongFunction<SystemState> indexes(ToLongFunction<IndexStatus> figure) {
    return tables(table -> table.vectorIndexes().stream().mapToLong(figure).sum());
  }
}
