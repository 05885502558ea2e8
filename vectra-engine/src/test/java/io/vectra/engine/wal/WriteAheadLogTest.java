package io.vectra.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WalEnd.How;
import io.vectra.engine.wal.WriteAheadLog.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private static final UUID DATABASE = new UUID(3, 4);
  private static final long LOG = 7;
  private static final String NAME = WriteAheadLog.fileName(LOG);

  @TempDir Path directory;

  private final MemoryStorage storage = new MemoryStorage("test");
  private final List<WalBatch> batches = new ArrayList<>();

  @Test
  void append_thenClose_readsBackOnDisk() {
    Storage disk = FileStorage.open(directory);
    WriteAheadLog log = WriteAheadLog.create(disk, DATABASE, LOG, 11, 5);
    long end = log.append((byte) 1, 11, 1, Payload.of(new byte[] {1, 2, 3}));
    log.append((byte) 2, 12, 1, Payload.of(new byte[0]));
    log.sync();
    log.append((byte) 126, 13, 1, Payload.of(new byte[100_000]));
    assertThat(log.syncedPosition()).isLessThan(log.length());
    long length = log.length();
    log.end(1);
    log.close();
    WalEnd result = read(disk, SyncedPosition.UNKNOWN);
    assertThat(result.how()).isEqualTo(How.CLOSED);
    assertThat(result.lastLsn()).isEqualTo(13);
    assertThat(result.position()).isGreaterThan(length);
    assertThat(batches).extracting(WalBatch::type).containsExactly((byte) 1, (byte) 2, (byte) 126);
    assertThat(batches).extracting(WalBatch::lsn).containsExactly(11L, 12L, 13L);
    assertThat(batches).allMatch(batch -> batch.epoch() == 5);
    assertThat(batches.get(0).payload()).containsExactly(1, 2, 3);
    assertThat(batches.get(0).end()).isEqualTo(end);
    assertThat(batches.get(2).payload()).hasSize(100_000);
  }

  @Test
  void read_ofALogWithoutBatches_endsCleanlyBelowTheFirstLsn() {
    WriteAheadLog.create(storage, DATABASE, LOG, 11, 5).close();
    assertThat(read(storage, SyncedPosition.UNKNOWN))
        .isEqualTo(new WalEnd(11, 10, 64, 0, How.CLEAN_END, -1, 0));
  }

  @Test
  void read_withZerosAfterTheLastBatch_endsCleanly() {
    long end = threeBatches(false);
    try (WritableFile file = storage.openForWriting(NAME)) {
      file.write(end, new byte[4_096], 0, 4_096);
    }
    assertThat(read(storage, new SyncedPosition(LOG, end)))
        .isEqualTo(new WalEnd(1, 3, end, 3, How.CLEAN_END, -1, 0));
  }

  @Test
  void read_ofALogCutAtEveryLength_givesAPrefixAndTellsOfTheCut() {
    byte[] good = withoutZeros(threeBatches(false));
    List<Long> ends = new ArrayList<>(List.of(64L));
    read(storage, SyncedPosition.UNKNOWN);
    batches.forEach(batch -> ends.add(batch.end()));
    for (int length = 0; length <= good.length; length++) {
      replace(good, length);
      long cutAt = length;
      long last = ends.stream().filter(end -> end <= cutAt).reduce(0L, Math::max);
      WalEnd end = read(storage, SyncedPosition.UNKNOWN);
      assertThat(end.position()).isEqualTo(last);
      assertThat(end.batches()).isEqualTo(Math.max(0, ends.indexOf(last)));
      assertThat(batches).hasSize((int) end.batches());
      assertThat(end.how() == How.CLEAN_END).isEqualTo(end.strayBytes() == 0 && length >= 64);
      if (length < good.length) {
        assertCorrupt(() -> read(storage, new SyncedPosition(LOG, good.length)));
      }
    }
  }

  @Test
  void read_whenAnyByteOfAClosedLogIsChanged_refusesOrCutsTheClosingRecord() {
    long end = threeBatches(true);
    long closed = read(storage, SyncedPosition.UNKNOWN).position();
    byte[] good = withoutZeros(closed + 100);
    for (int offset = 0; offset < good.length; offset++) {
      for (int mask : new int[] {1, 0x80, 0xFF}) {
        byte[] bad = good.clone();
        bad[offset] ^= (byte) mask;
        replace(bad, bad.length);
        if (offset < end) {
          assertCorrupt(() -> read(storage, SyncedPosition.UNKNOWN));
        } else {
          WalEnd result = read(storage, SyncedPosition.UNKNOWN);
          assertThat(result.how()).isEqualTo(offset < closed ? How.TORN_TAIL : How.CLOSED);
          assertThat(result.position()).isEqualTo(offset < closed ? end : closed);
          assertThat(result.strayBytes()).isPositive();
        }
      }
    }
  }

  @Test
  void read_whenAnUnsyncedBatchIsLostBeforeAnother_cutsBoth() {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    long first = log.append((byte) 1, 1, 1, Payload.of(new byte[50]));
    log.sync();
    long second = log.append((byte) 1, 2, 1, Payload.of(new byte[50]));
    log.append((byte) 1, 3, 1, Payload.of(new byte[50]));
    log.close();
    try (WritableFile file = storage.openForWriting(NAME)) {
      file.write(first, new byte[(int) (second - first)], 0, (int) (second - first));
    }
    WalEnd end = read(storage, new SyncedPosition(LOG, first));
    assertThat(end.how()).isEqualTo(How.TORN_TAIL);
    assertThat(end.position()).isEqualTo(first);
    assertThat(end.batches()).isEqualTo(1);
    assertCorrupt(() -> read(storage, new SyncedPosition(LOG, second)));
  }

  @Test
  void scan_ofADamagedLog_findsTheRangeAndGoesOnBehindIt() {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    long first = log.append((byte) 1, 1, 1, Payload.of(new byte[50]));
    long second = log.append((byte) 1, 2, 1, Payload.of(new byte[50]));
    log.sync();
    log.append((byte) 1, 3, 1, Payload.of(new byte[50]));
    log.end(1);
    log.close();
    try (WritableFile file = storage.openForWriting(NAME)) {
      file.write(second - 20, new byte[] {9}, 0, 1);
    }
    List<WalDamage> damages = new ArrayList<>();
    WalEnd end =
        WalReader.scan(storage, DATABASE, LOG, SyncedPosition.UNKNOWN, batches::add, damages::add);
    assertThat(damages).hasSize(1);
    assertThat(damages.get(0).position()).isEqualTo(first);
    assertThat(damages.get(0).end()).isEqualTo(second);
    assertThat(batches).extracting(WalBatch::lsn).containsExactly(1L, 3L);
    assertThat(end.how()).isEqualTo(How.CLOSED);
  }

  @Test
  void growAhead_betweenAppends_leavesZerosBehindTheLastBatch() {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    assertThat(log.wantsSpace()).isFalse();
    byte[] payload = new byte[40_000];
    Arrays.fill(payload, (byte) 7);
    log.append((byte) 1, 1, 1, Payload.of(payload));
    assertThat(log.wantsSpace()).isTrue();
    log.growAhead();
    assertThat(log.wantsSpace()).isFalse();
    assertThat(storage.length(NAME)).isEqualTo(128 << 10);
    log.append((byte) 1, 2, 1, Payload.of(payload));
    log.append((byte) 1, 3, 1, Payload.of(payload));
    long end = log.append((byte) 1, 4, 1, Payload.of(payload));
    log.growAhead();
    assertThat(storage.length(NAME)).isEqualTo(2 * end);
    log.close();
    assertThat(read(storage, SyncedPosition.UNKNOWN))
        .isEqualTo(new WalEnd(1, 4, end, 4, How.CLEAN_END, -1, 0));
  }

  @Test
  void end_afterGrowth_tellsTheLengthOfTheFile() {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    log.append((byte) 1, 1, 1, Payload.of(new byte[40_000]));
    log.growAhead();
    log.end(1);
    log.close();
    assertThat(storage.length(NAME)).isEqualTo(128 << 10);
    assertThat(read(storage, SyncedPosition.UNKNOWN).closedLength()).isEqualTo(128 << 10);
  }

  @Test
  void end_whenNoSpaceIsLeft_countsItsOwnRecord() {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    long end = log.append((byte) 1, 1, 1, Payload.of(new byte[100_000]));
    log.end(1);
    log.close();
    assertThat(storage.length(NAME)).isGreaterThan(end);
    assertThat(read(storage, SyncedPosition.UNKNOWN).closedLength())
        .isEqualTo(storage.length(NAME));
  }

  @Test
  void keepTornTail_copiesTheCutBytes_andCanBeRepeated() {
    long end = threeBatches(false);
    try (WritableFile file = storage.openForWriting(NAME)) {
      file.write(end, new byte[] {1, 2, 3}, 0, 3);
    }
    WalEnd result = read(storage, SyncedPosition.UNKNOWN);
    for (int i = 0; i < 2; i++) {
      String copy = WalReader.keepTornTail(storage, LOG, result);
      assertThat(copy).isEqualTo("quarantine/" + NAME + "-tail-" + end);
      assertThat(storage.readFully(copy, 10)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void read_ofTheLogOfAnotherDatabaseOrNumber_refuses() {
    threeBatches(true);
    assertCorrupt(
        () -> WalReader.read(storage, new UUID(3, 5), LOG, SyncedPosition.UNKNOWN, b -> {}));
    storage.rename(NAME, WriteAheadLog.fileName(8));
    assertCorrupt(() -> WalReader.read(storage, DATABASE, 8, SyncedPosition.UNKNOWN, b -> {}));
  }

  @Test
  void sync_whenItFails_poisonsTheLogForEver() {
    FaultyStorage faulty = new FaultyStorage(storage);
    WriteAheadLog log = WriteAheadLog.create(faulty, DATABASE, LOG, 1, 1);
    log.append((byte) 1, 1, 1, Payload.of(new byte[5]));
    faulty.failSync = true;
    assertPoisoned(log::sync);
    faulty.failSync = false;
    assertThat(faulty.faults).isEqualTo(1);
    assertPoisoned(log::sync);
    assertPoisoned(() -> log.append((byte) 1, 2, 1, Payload.of(new byte[5])));
    assertThat(log.isPoisoned()).isTrue();
    log.close();
    assertThat(read(storage, SyncedPosition.UNKNOWN).how()).isEqualTo(How.CLEAN_END);
  }

  @Test
  void append_whenTheDiskIsFull_changesNothingAndGoesOnLater() {
    FaultyStorage faulty = new FaultyStorage(storage);
    WriteAheadLog log = WriteAheadLog.create(faulty, DATABASE, LOG, 1, 1);
    long before = log.append((byte) 1, 1, 1, Payload.of(new byte[5]));
    faulty.failWrite = true;
    byte[] large = new byte[500];
    Arrays.fill(large, (byte) 1);
    assertThatThrownBy(() -> log.append((byte) 1, 2, 1, Payload.of(large)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL));
    assertThat(faulty.faults).isEqualTo(1);
    faulty.failWrite = false;
    assertThat(log.length()).isEqualTo(before);
    assertThat(log.lastLsn()).isEqualTo(1);
    long end = log.append((byte) 1, 2, 1, Payload.of(new byte[5]));
    log.sync();
    log.close();
    assertThat(read(storage, new SyncedPosition(LOG, end)))
        .isEqualTo(new WalEnd(1, 2, end, 2, How.CLEAN_END, -1, 0));
  }

  @Test
  void appendAndSync_onAnInterruptedThread_work() {
    WriteAheadLog log = WriteAheadLog.create(FileStorage.open(directory), DATABASE, LOG, 1, 1);
    Thread.currentThread().interrupt();
    log.append((byte) 1, 1, 1, Payload.of(new byte[5]));
    log.sync();
    assertThat(Thread.interrupted()).isTrue();
    log.append((byte) 1, 2, 1, Payload.of(new byte[5]));
    log.end(1);
    log.close();
    assertThat(read(FileStorage.open(directory), SyncedPosition.UNKNOWN).how())
        .isEqualTo(How.CLOSED);
  }

  private long threeBatches(boolean close) {
    WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);
    for (int lsn = 1; lsn <= 3; lsn++) {
      log.append((byte) 1, lsn, 1, Payload.of(new byte[] {(byte) lsn, 2, 3, 4, 5}));
    }
    long end = log.length();
    if (close) {
      log.sync();
      log.end(1);
    }
    log.close();
    return end;
  }

  private WalEnd read(Storage from, SyncedPosition committed) {
    batches.clear();
    return WalReader.read(from, DATABASE, LOG, committed, batches::add);
  }

  /** The first bytes of the log; what follows in the file are zeros. */
  private byte[] withoutZeros(long length) {
    return Arrays.copyOf(storage.readFully(NAME, 1 << 20), (int) length);
  }

  private void replace(byte[] content, int length) {
    storage.delete(NAME);
    try (WritableFile file = storage.create(NAME)) {
      file.write(0, content, 0, length);
    }
  }

  private static void assertPoisoned(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POISONED))
        .hasRootCauseMessage("sync failed");
  }

  private static void assertCorrupt(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }
}
