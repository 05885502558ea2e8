package io.vectra.calcite.schema;

import io.vectra.engine.Snapshot;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What planning may know of the rows of a table: found out when one first asks, and once. Safe for
 * many threads.
 */
public final class TableStatistics {
  private static final int SAMPLE_ROWS = 512;
  private static final double NOT_COUNTED = -1;

  private final Supplier<Snapshot> snapshots;
  private final int table;

  // Both guarded by this.
  private final Map<Integer, ColumnStatistics> columns = new HashMap<>();
  private double rows = NOT_COUNTED;

  private TableStatistics(Supplier<Snapshot> snapshots, int table) {
    this.snapshots = snapshots;
    this.table = table;
  }

  /**
   * The statistics of a table.
   *
   * @param snapshots opens what they are taken from; each is closed at once
   */
  public static TableStatistics of(Supplier<Snapshot> snapshots, int table) {
    return new TableStatistics(snapshots, table);
  }

  /** Those of a table whose rows nobody asks for, as when a view is only checked. */
  public static TableStatistics unknown() {
    Supplier<Snapshot> none =
        () -> {
          throw new VectraException(ErrorCode.UNDEFINED_TABLE, "Nothing is known of the rows.");
        };
    return new TableStatistics(none, 0);
  }

  /** How many rows there are, about. */
  public synchronized double rows() {
    if (rows == NOT_COUNTED) {
      rows = read(snapshots, snapshot -> (double) snapshot.estimatedRows(table), 0.0);
    }
    return rows;
  }

  /** What is known of a column. */
  public synchronized ColumnStatistics column(int position) {
    ColumnStatistics known = columns.get(position);
    if (known == null) {
      List<@Nullable Object> sample =
          read(snapshots, snapshot -> snapshot.sample(table, position, SAMPLE_ROWS), List.of());
      known = ColumnStatistics.of(sample, rows());
      columns.put(position, known);
    }
    return known;
  }

  /** An estimate that fails is missing, and planning goes on: the table may be made or dropped. */
  private static <T> T read(
      Supplier<Snapshot> snapshots, Function<Snapshot, T> reading, T otherwise) {
    try (Snapshot snapshot = snapshots.get()) {
      return reading.apply(snapshot);
    } catch (VectraException e) {
      return otherwise;
    }
  }
}
