package io.vectra.bench.insert;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import java.nio.file.Path;
import java.util.List;

/** Vectra by the engine's API. */
final class EngineTarget implements InsertTarget {
  private final Database database;
  private final int tableId;
  private final InsertRows rows;

  EngineTarget(Path directory, InsertRows rows) {
    this.database = Vectra.open(directory, OpenOptions.defaults());
    this.rows = rows;
    TableSchema definition =
        TableSchema.define(
            "ITEMS",
            List.of(
                new Column("ID", ColumnType.of(ColumnType.Kind.BIGINT), false),
                new Column("TITLE", ColumnType.varchar(0), false),
                new Column("R", ColumnType.of(ColumnType.Kind.INTEGER), false),
                new Column("EMBEDDING", ColumnType.vector(rows.dimensions()), false)),
            List.of(0));
    this.tableId = database.createTable(definition).id();
  }

  @Override
  public InsertSession session() {
    return new InsertSession() {
      @Override
      public void insert(long firstId, int count) {
        try (Transaction transaction = database.begin()) {
          for (long id = firstId; id < firstId + count; id++) {
            transaction.insert(
                tableId, new Object[] {id, rows.title(id), rows.number(id), rows.vector(id)});
          }
          transaction.commit();
        }
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
