package io.vectra.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Tables;
import io.vectra.testkit.workload.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What opening does beside finding the rows: whether it flushes, and which ids it gives. */
class RecoveryTest {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();

  private final MemoryStorage storage = Workload.memory();

  @Test
  void open_ofAClosedDatabase_publishesNothing() {
    Session session = commits(OPTIONS);
    session.close();
    assertThat(generationAfterOpening(CrashImage.of(storage))).isEqualTo(generation(storage));
  }

  @Test
  void open_afterADeathBetweenCommits_publishesNothing() {
    Session session = commits(OPTIONS);
    CrashImage left = CrashImage.of(storage);
    session.close();
    assertThat(generationAfterOpening(left)).isEqualTo(1);
  }

  @Test
  void open_afterADeathAtDurabilityOs_flushesWhatNoSyncCovers() {
    Session session = commits(OPTIONS.withDurability(Durability.OS));
    CrashImage left = CrashImage.of(storage);
    session.close();
    assertThat(generationAfterOpening(left)).isEqualTo(2);
  }

  @Test
  void open_whenStateIsMissing_flushes() {
    Session session = commits(OPTIONS);
    session.close();
    CrashImage left = CrashImage.of(storage);
    left.files().remove("STATE");
    assertThat(generationAfterOpening(left)).isEqualTo(2);
  }

  @Test
  void createIndex_afterADeath_getsAnIdThatNoneHas() {
    Trace trace = new Trace();
    Session session = new Session(new InterposedStorage(storage, trace), () -> 0, OPTIONS);
    session.createTable("T");
    session.createTable("U");
    session.createIndex("T");
    session.close();
    // Dies before the flush that follows: the index is in the log alone.
    List<StorageCall> calls = trace.calls();
    int flush = 0;
    while (!calls.get(flush).file().startsWith("manifest-0000000002")) {
      flush++;
    }
    CrashImage left = new CrashStates(calls.subList(0, flush), 0, 1).whole();
    try (Database database = Vectra.open(left.storage(Workload.memory().description()), OPTIONS)) {
      assertThat(database.catalog().indexes()).hasSize(1);
      TableSchema table = database.catalog().table("U");
      assertThat(table).isNotNull();
      IndexSchema second =
          database.createIndex(
              new VectorIndex(
                  0, "SECOND", table.id(), Tables.VECTOR, VectorIndexOptions.of(Metric.EUCLIDEAN)));
      assertThat(database.catalog().indexes()).extracting(IndexSchema::id).doesNotHaveDuplicates();
      assertThat(second.id()).isEqualTo(2);
    }
  }

  private Session commits(OpenOptions options) {
    Session session = new Session(storage, () -> 0, options);
    session.createTable("T");
    session.commit(w -> w.insert("T", 1, "v"));
    session.commit(w -> w.insert("T", 2, "v"));
    return session;
  }

  private static long generation(MemoryStorage of) {
    return new ManifestStore(of).newestGeneration().orElseThrow();
  }

  private static long generationAfterOpening(CrashImage image) {
    MemoryStorage opened = image.storage(Workload.memory().description());
    Vectra.open(opened, OPTIONS).close();
    return generation(opened);
  }
}
