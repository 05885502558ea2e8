package io.vectra.testkit.fault;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.TableSchema;
import io.vectra.testkit.workload.Tables;
import java.nio.file.Path;

/**
 * The program whose syncs fail: commits rows 1 to 30 and prints {@code committed N}; after a
 * failure {@code failed SQLSTATE}, then what it reads, and what another commit comes to.
 */
final class FailingSyncChild {
  static final int ROWS = 30;

  private FailingSyncChild() {}

  public static void main(String[] args) {
    try (Database database = Vectra.open(Path.of(args[0]), OpenOptions.defaults())) {
      TableSchema table = database.createTable(Tables.define("T"));
      for (long id = 1; id <= ROWS; id++) {
        commit(database, table, id);
        System.out.println("committed " + id);
        if (id % 10 == 0) {
          database.checkpoint();
        }
      }
    } catch (VectraException e) {
      System.out.println("failed " + e.code().sqlState());
      try (Database database = Vectra.open(Path.of(args[0]), OpenOptions.defaults())) {
        System.out.println("reopened");
      } catch (VectraException again) {
        System.out.println("refused " + again.code().sqlState());
      }
    }
  }

  private static void commit(Database database, TableSchema table, long id) {
    try (Transaction transaction = database.begin()) {
      transaction.insert(table.id(), new Object[] {id, "v", Tables.vector(id, "v")});
      transaction.commit();
    } catch (VectraException e) {
      System.out.println("failed " + e.code().sqlState());
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(Query.all(table.id()))) {
        long count = 0;
        while (rows.next()) {
          count++;
        }
        System.out.println("read " + count);
      }
      try (Transaction transaction = database.begin()) {
        transaction.insert(table.id(), new Object[] {1_000L, "v", Tables.vector(1_000, "v")});
        transaction.commit();
        System.out.println("wrote");
      } catch (VectraException poisoned) {
        System.out.println("then " + poisoned.code().sqlState());
      }
      throw e;
    }
  }
}
