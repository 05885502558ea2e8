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
  private final @Nullable Object[] known;

  // Both guarded by this.
  private final Map<Integer, ColumnStatistics> columns = new HashMap<>();
  private double rows = NOT_COUNTED;

  private TableStatistics(Supplier<Snapshot> snapshots, int table, @Nullable Object[] known) {
    this.snapshots = snapshots;
    this.table = table;
    this.known = known;
  }

  /**
   * The statistics of a table.
   *
   * @param snapshots opens what they are taken from; each is closed at once
   */
  public static TableStatistics of(Supplier<Snapshot> snapshots, int table) {
    return of(snapshots, table, new @Nullable Object[0]);
  }

  /**
   * The same for a plan that will first be run with some values.
   *
   * @param known values of parameters, null for those that are not known
   */
  public static TableStatistics of(
      Supplier<Snapshot> snapshots, int table, @Nullable Object[] known) {
    return new TableStatistics(snapshots, table, known);
  }

  /** The statistics of a table that no database has: no rows, and nothing known of columns. */
  public static TableStatistics none() {
    TableStatistics none = of(TableStatistics::nowhere, 0);
    none.rows = 0;
    return none;
  }

  private static Snapshot nowhere() {
    throw new VectraException(ErrorCode.UNDEFINED_TABLE, "There is no such table.");
  }

  /** Values that parameters have when the plan is first run, null for those that are not known. */
  public @Nullable Object[] known() {
    return known;
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
