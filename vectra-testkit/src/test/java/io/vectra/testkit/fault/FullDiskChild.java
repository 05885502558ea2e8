package io.vectra.testkit.fault;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import io.vectra.testkit.workload.Tables;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The program whose files may not grow beyond a limit: commits rows and prints {@code committed N}
 * until a commit fails, prints {@code failed SQLSTATE}, lifts the limit, and goes on with as many
 * rows as its second argument says.
 */
final class FullDiskChild {
  private static final int MAX_ROWS = 100_000;
  private static final String TEXT = "v".repeat(700);

  private FullDiskChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (Database database = Vectra.open(Path.of(args[0]), OpenOptions.defaults())) {
      TableSchema table = database.createTable(Tables.define("T"));
      long id = 1;
      try {
        for (; id <= MAX_ROWS; id++) {
          commit(database, table, id);
        }
      } catch (VectraException e) {
        System.out.println("failed " + e.code().sqlState());
      }
      liftLimit();
      for (long last = id + Integer.parseInt(args[1]); id < last; id++) {
        commit(database, table, id);
      }
    }
  }

  private static void commit(Database database, TableSchema table, long id) {
    try (Transaction transaction = database.begin()) {
      transaction.insert(table.id(), new Object[] {id, TEXT, Tables.vector(id, TEXT)});
      transaction.commit();
    }
    System.out.println("committed " + id);
  }

  private static void liftLimit() throws IOException, InterruptedException {
    int status =
        new ProcessBuilder(
                "prlimit",
                "--pid",
                Long.toString(ProcessHandle.current().pid()),
                "--fsize=unlimited:")
            .inheritIO()
            .start()
            .waitFor();
    System.out.println("limit lifted " + status);
  }
}
