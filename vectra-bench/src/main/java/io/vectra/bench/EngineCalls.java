package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.system.VectraTable;
import io.vectra.engine.Database;
import io.vectra.engine.Snapshot;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;

/** What {@link Statements} asks, of the engine's API. */
final class EngineCalls {
  /** The number of candidates that a statement has, too: the default. */
  private static final int EF = 0;

  private final Database database;
  private final Dataset data;
  private final int tableId;

  EngineCalls(Database database, Dataset data) {
    this.database = database;
    this.data = data;
    this.tableId = VectraTable.id(database);
  }

  /** A row by its key. */
  void key(int number) {
    int id = number % data.rows();
    Query query =
        new Query(
            tableId,
            new Predicate.Compare(0, Predicate.Comparison.EQUAL, id),
            null,
            0,
            Query.NO_LIMIT);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(query)) {
      if (!cursor.next()
          || !data.category(id).equals(cursor.value(2))
          || !Integer.valueOf(data.random(id)).equals(cursor.value(1))) {
        throw new IllegalStateException("The engine gave another row than " + id + ".");
      }
      if (cursor.next()) {
        throw new IllegalStateException("The engine gave two rows " + id + ".");
      }
    }
  }

  /** The ten nearest rows. */
  void nearest(int number) {
    int[] ids = new int[Statements.K];
    int count =
        VectraTable.search(
            database, tableId, data.metric(), null, data.query(number % data.queries()), EF, ids);
    if (count != ids.length) {
      throw new IllegalStateException("The engine gave " + count + " rows.");
    }
  }
}
