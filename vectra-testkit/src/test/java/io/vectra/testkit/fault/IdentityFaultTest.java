package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.workload.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Generated values are never handed out twice, whatever fails. */
class IdentityFaultTest {
  private static final int VALUES = 300;

  @Test
  void nextIdentity_afterAReservationFailed_neverGivesAValueTwice() {
    MemoryStorage disk = Workload.memory();
    int tableId;
    int columnId;
    try (Database database = Vectra.open(disk, OpenOptions.defaults())) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "T",
                  List.of(
                      new Column(
                          "ID",
                          ColumnType.of(ColumnType.Kind.BIGINT),
                          false,
                          null,
                          Column.Identity.ALWAYS)),
                  List.of(0)));
      tableId = table.id();
      columnId = table.columns().get(0).origin().id();
    }
    Set<Long> given = new HashSet<>();
    AtomicBoolean full = new AtomicBoolean(true);
    Fault fault =
        new Fault(
            Fault.Effect.DISK_FULL,
            call -> full.get() && call.kind() == Kind.WRITE && call.file().startsWith("wal-"));
    try (Database database =
        Vectra.open(new InterposedStorage(disk, fault), OpenOptions.defaults())) {
      assertThatThrownBy(() -> database.nextIdentity(tableId, columnId))
          .isInstanceOf(VectraException.class);
      assertThat(fault.fired()).isPositive();
      full.set(false);
      take(database, tableId, columnId, given);
    }
    try (Database database = Vectra.open(disk, OpenOptions.defaults())) {
      take(database, tableId, columnId, given);
    }
    assertThat(given).hasSize(2 * VALUES);
  }

  private static void take(Database database, int tableId, int columnId, Set<Long> given) {
    for (int i = 0; i < VALUES; i++) {
      long value = database.nextIdentity(tableId, columnId);
      assertThat(given.add(value)).as("value " + value + " is new").isTrue();
    }
  }
}
