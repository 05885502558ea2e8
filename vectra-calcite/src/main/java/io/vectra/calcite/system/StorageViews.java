package io.vectra.calcite.system;

import static io.vectra.calcite.system.SystemViews.VECTRA;

import io.vectra.engine.status.LogStatus;
import io.vectra.engine.status.SegmentStatus;
import io.vectra.engine.status.TableStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** VECTRA: where rows are kept. */
final class StorageViews {
  static final List<SystemView> ALL =
      List.of(
          SystemView.named(VECTRA, "SEGMENTS")
              .texts("TABLE_SCHEMA", "TABLE_NAME")
              .longs("SEGMENT_NUMBER", "ROW_COUNT", "DELETED_ROW_COUNT", "BYTE_COUNT")
              .texts("FILE_NAME")
              .of(StorageViews::segments),
          SystemView.named(VECTRA, "WAL")
              .integers("FILE_COUNT")
              .longs("BYTE_COUNT", "LAST_LSN", "DURABLE_LSN", "CHECKPOINT_LSN")
              .longs("MANIFEST_GENERATION")
              .of(StorageViews::log));

  private StorageViews() {}

  private static List<@Nullable Object[]> segments(SystemState state) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableStatus table : state.database().tables()) {
      for (SegmentStatus segment : table.segments()) {
        rows.add(
            new @Nullable Object[] {
              table.schema().schema(),
              table.schema().name(),
              segment.number(),
              segment.rows(),
              segment.deletedRows(),
              segment.bytes(),
              segment.file()
            });
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> log(SystemState state) {
    LogStatus log = state.log();
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(
        new @Nullable Object[] {
          log.files(),
          log.bytes(),
          log.visibleLsn(),
          log.durableLsn(),
          log.checkpointLsn(),
          log.generation()
        });
    return rows;
  }
}
