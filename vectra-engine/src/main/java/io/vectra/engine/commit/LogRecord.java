package io.vectra.engine.commit;

import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one batch of the log says happened. */
public sealed interface LogRecord {

  /** A transaction committed. */
  record Commit(List<TableChange> changes) implements LogRecord {
    public Commit {
      changes = List.copyOf(changes);
    }

    /**
     * What a transaction writes; rows that it has both inserted and deleted were never there.
     *
     * @param version of a table's schema, by the id of the table
     */
    static Commit of(WriteSet writes, IntUnaryOperator version) {
      List<TableChange> tables = new ArrayList<>();
      writes.forEachTable(
          (tableId, rows) -> {
            List<RowChange> changed = new ArrayList<>(rows.size());
            rows.forEach(
                (key, write) -> {
                  if (write.existed() || write.row() != null) {
                    changed.add(new RowChange(key, write.row()));
                  }
                });
            tables.add(new TableChange(tableId, version.applyAsInt(tableId), changed));
          });
      return new Commit(tables);
    }
  }

  /** Rows of one table were written, under one version of its schema. */
  record TableChange(int tableId, int schemaVersion, List<RowChange> rows) {
    public TableChange {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A row was written or deleted.
   *
   * @param row null where it was deleted
   */
  record RowChange(RowKey key, @Nullable Object @Nullable [] row) {}

  /** A table was created, with the indexes of its UNIQUE constraints. */
  record CreateTable(TableSchema schema, List<ScalarIndex> indexes) implements LogRecord {
    public CreateTable {
      indexes = List.copyOf(indexes);
    }

    public CreateTable(TableSchema schema) {
      this(schema, List.of());
    }
  }

  /**
   * A table's definition changed; foreign keys to columns that it has no more went with them.
   *
   * @param schema its next version
   * @param indexes that it gets, those of the UNIQUE constraints of a new column
   */
  record AlterTable(TableSchema schema, List<ScalarIndex> indexes) implements LogRecord {
    public AlterTable {
      indexes = List.copyOf(indexes);
    }
  }

  /** A table was dropped; foreign keys to it went with it, each a next version of its table. */
  record DropTable(int tableId) implements LogRecord {}

  /** A table lost all of its rows. */
  record TruncateTable(int tableId) implements LogRecord {}

  /** An index was created. */
  record CreateIndex(IndexSchema schema) implements LogRecord {}

  /** An index was dropped, and the foreign keys with it whose columns are no key without it. */
  record DropIndex(int indexId) implements LogRecord {}

  /** Views, sequences and the like changed, as a whole; defaults went with their sequences. */
  record Define(DefinitionChange change) implements LogRecord {}

  /**
   * Values of a sequence may have been handed out.
   *
   * @param after the sequence without them
   */
  record ReserveSequence(SequenceSchema after) implements LogRecord {}

  /**
   * Generated values below {@code end} may have been handed out.
   *
   * @param columnId of an identity column, or {@link io.vectra.engine.table.TableCounters#ROW_ID}
   */
  record ReserveIdentity(int tableId, int columnId, long end) implements LogRecord {}
}
