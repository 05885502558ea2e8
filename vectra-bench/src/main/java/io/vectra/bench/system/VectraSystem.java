package io.vectra.bench.system;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.RowFilter;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.schema.Metric;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Vectra by the engine's API, from a directory. A query takes a snapshot and reads the ids. */
public final class VectraSystem implements SearchSystem {
  private final Database database;
  private final int tableId;
  private final Metric metric;
  private final SearchStatistics statistics;

  private VectraSystem(Database database, Dataset data) {
    this.database = database;
    this.tableId = VectraTable.id(database);
    this.metric = data.metric();
    this.statistics = VectraTable.statistics(database, data.metric(), data.query(0));
  }

  /** Loads, closes, and opens what is on the disk. */
  static VectraSystem load(Dataset data, Path directory, Loading loading) throws Exception {
    VectraTable.make(directory, data, loading);
    return new VectraSystem(Vectra.open(directory, OpenOptions.defaults()), data);
  }

  @Override
  public String name() {
    return SystemKind.VECTRA.key();
  }

  @Override
  public String describe() {
    return "segments "
        + statistics.segments()
        + ", rows without a graph "
        + statistics.uncoveredRows();
  }

  @Override
  public Searcher searcher(@Nullable RowFilter filter) {
    Predicate predicate = VectraTable.predicate(filter);
    return new Searcher() {
      @Override
      public int search(float[] query, int ef, int[] ids) {
        return VectraTable.search(database, tableId, metric, predicate, query, ef, ids);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    database.close();
  }
}
