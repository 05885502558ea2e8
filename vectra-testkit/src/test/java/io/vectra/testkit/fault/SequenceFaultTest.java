package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Workload;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Values of a sequence are never handed out twice, whatever fails. */
class SequenceFaultTest {
  private static final QualifiedName NAME = new QualifiedName("PUBLIC", "S");
  private static final long SEED = 20_261;
  private static final int VALUES = 40;

  @Test
  void nextValue_afterEveryCrash_isAboveEveryValueThatWasHandedOut() {
    Trace trace = new Trace();
    NavigableMap<Integer, Long> handedOut = new TreeMap<>(); // by calls made before
    try (Database database =
        Vectra.open(new InterposedStorage(Workload.memory(), trace), OpenOptions.defaults())) {
      create(database, 7);
      handedOut.put(trace.calls().size(), 0L);
      for (int i = 0; i < VALUES; i++) {
        long value = database.nextValue(NAME);
        handedOut.put(trace.calls().size(), value);
        if (i % 16 == 15) {
          database.checkpoint();
        }
      }
    }
    assertThat(handedOut.lastEntry().getValue()).isEqualTo(VALUES);
    AtomicInteger checked = new AtomicInteger();
    new CrashStates(trace.calls(), 2, SEED)
        .forEachFrom(
            handedOut.firstKey(),
            (image, point, processDied) -> {
              Storage storage = image.storage(Workload.memory().description());
              try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
                assertThat(database.nextValue(NAME))
                    .as("after call " + point)
                    .isGreaterThan(handedOut.floorEntry(point).getValue());
                checked.incrementAndGet();
              }
            });
    assertThat(checked.get()).isGreaterThan(100);
  }

  @Test
  void nextValue_afterAReservationFailed_neverGivesAValueTwice() {
    MemoryStorage disk = Workload.memory();
    try (Database database = Vectra.open(disk, OpenOptions.defaults())) {
      create(database, 7);
    }
    Set<Long> given = new HashSet<>();
    AtomicBoolean full = new AtomicBoolean(true);
    Fault fault =
        new Fault(
            Fault.Effect.DISK_FULL,
            call ->
                full.get()
                    && call.kind() == StorageCall.Kind.WRITE
                    && call.file().startsWith("wal-"));
    try (Database database =
        Vectra.open(new InterposedStorage(disk, fault), OpenOptions.defaults())) {
      assertThatThrownBy(() -> database.nextValue(NAME)).isInstanceOf(VectraException.class);
      assertThat(fault.fired()).isPositive();
      full.set(false);
      take(database, given);
    }
    try (Database database = Vectra.open(disk, OpenOptions.defaults())) {
      take(database, given);
    }
    assertThat(given).hasSize(2 * VALUES);
  }

  private static void create(Database database, long cache) {
    SequenceSchema.Range range = new SequenceSchema.Range(Kind.BIGINT, 1, 1, Long.MAX_VALUE, false);
    database.define(
        catalog ->
            DefinitionChange.to(
                catalog.definitions().with(new SequenceSchema(NAME, 1, range, 1, cache, 1L))));
  }

  private static void take(Database database, Set<Long> given) {
    for (int i = 0; i < VALUES; i++) {
      long value = database.nextValue(NAME);
      assertThat(given.add(value)).as("value " + value + " is new").isTrue();
    }
  }
}
