package io.vectra.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.TrackedStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WalEnd.How;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logs made byte by byte, as no writer leaves them: what is a batch, what is damage, and why. */
class WalReaderTest {
  private static final UUID DATABASE = new UUID(9, 10);
  private static final long LOG = 5;
  private static final String NAME = WriteAheadLog.fileName(LOG);
  private static final long FIRST_LSN = 5;
  private static final int HEADER = WalFormat.FILE_HEADER_BYTES;

  private final TrackedStorage tracked = new TrackedStorage("log reader");
  private final FaultyStorage storage = new FaultyStorage(tracked);
  private final LogBytes log = new LogBytes();
  private final List<Long> lsns = new ArrayList<>();
  private final List<WalDamage> damages = new ArrayList<>();

  @AfterEach
  void everyMapIsReleasedAndEveryFileClosed() {
    assertThat(tracked.openMaps()).isZero();
    assertThat(storage.openFiles).isZero();
  }

  @Test
  void read_ofANewerVersion_isRefused() {
    log.bytes.putInt(WalFormat.VERSION_AT, 2);
    log.sealHeader();
    log.store();
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NEWER_FORMAT))
        .hasMessageContaining(NAME + " has format version 2, this Vectra reads up to 1.");
  }

  @Test
  void read_ofABatchWithALowerLsn_isRefused() {
    log.batch(FIRST_LSN - 1).batch(7).batch(7);
    long end = log.end();
    log.store();
    assertThat(read()).isEqualTo(new WalEnd(5, 7, end, 3, How.CLEAN_END, -1, 0));
    log.batch(6).store();
    assertCorrupt(end, "the batch there does not follow the one before (lsn 7)");
    lsns.clear();
    scan(SyncedPosition.UNKNOWN);
    assertThat(lsns).containsExactly(4L, 7L, 7L, 6L);
    assertThat(damages).hasSize(1);
    assertThat(damages.get(0).position()).isEqualTo(end);
    assertThat(damages.get(0).end()).isEqualTo(end);
  }

  @Test
  void read_ofAFirstBatchBelowWhatTheHeaderSays_isRefused() {
    log.batch(FIRST_LSN - 2).store();
    assertCorrupt(HEADER, "the batch there does not follow the one before (lsn 4)");
  }

  @Test
  void read_ofABatchThatNamesAnotherBeforeIt_isRefused() {
    log.batch(5);
    long end = log.end();
    log.previousCrc++;
    log.batch(6).store();
    assertCorrupt(end, "the batch there does not follow the one before (lsn 5)");
  }

  @Test
  void read_ofWhatCannotBeABatch_cutsIt() {
    for (int type : new int[] {0, -1, 128, 256}) {
      LogBytes other = new LogBytes();
      other.batch(type, 0, HEADER, 6).store();
      assertThat(read().how()).as("type %d", type).isEqualTo(How.TORN_TAIL);
    }
    LogBytes other = new LogBytes();
    other.batch(1, -1, HEADER, 6).store();
    assertThat(read().how()).isEqualTo(How.TORN_TAIL);
    assertThat(lsns).isEmpty();
  }

  @Test
  void read_ofAClosingRecordWithoutALength_isClosed() {
    log.batch(5).batch(WalFormat.CLOSE, 0, HEADER, 5).store();
    assertThat(read()).isEqualTo(new WalEnd(5, 5, log.end(), 1, How.CLOSED, -1, 0));
  }

  @Test
  void scan_ofALogClosedBelowWhatWasSynced_tellsWhatIsMissing() {
    log.batch(5).batch(WalFormat.CLOSE, 0, HEADER, 5).store();
    scan(new SyncedPosition(LOG, log.end()));
    scan(new SyncedPosition(LOG + 1, log.end() + 8));
    assertThat(damages).isEmpty();
    scan(new SyncedPosition(LOG, log.end() + 8));
    long synced = log.end() + 8;
    assertThat(damages)
        .containsExactly(
            new WalDamage(
                log.end(),
                synced,
                "the log ends there, though " + synced + " bytes had been synced"));
  }

  @Test
  void scan_ofADamagedHeader_goesOnWithTheBatches() {
    log.batch(5).batch(6);
    for (int offset : new int[] {20, 0}) {
      log.bytes.put(offset, (byte) 99);
      if (offset == 0) {
        log.sealHeader();
      }
      log.store();
      lsns.clear();
      damages.clear();
      WalEnd end = scan(SyncedPosition.UNKNOWN);
      assertThat(end).isEqualTo(new WalEnd(-1, 6, log.end(), 2, How.CLEAN_END, -1, 0));
      assertThat(end.hasHeader()).isFalse();
      assertThat(lsns).containsExactly(5L, 6L);
      assertThat(damages)
          .containsExactly(
              new WalDamage(
                  0,
                  HEADER,
                  "its header is not intact, though the batch at offset 64 says that 64 bytes had"
                      + " been synced"));
    }
  }

  @Test
  void scan_whenOnlyALaterBatchProvesDamage_goesOnWithTheFirst() {
    log.garbage(48);
    long first = log.end();
    log.batch(1, 0, HEADER, 5);
    long second = log.end();
    log.batch(1, 0, first, 6).store();
    WalEnd end = scan(SyncedPosition.UNKNOWN);
    assertThat(lsns).containsExactly(5L, 6L);
    assertThat(end.position()).isEqualTo(log.end());
    assertThat(damages)
        .containsExactly(
            new WalDamage(
                HEADER,
                first,
                "the batch there is not intact, though the batch at offset "
                    + second
                    + " says that "
                    + first
                    + " bytes had been synced"));
  }

  @Test
  void scan_behindBytesThatNoSyncCovered_takesNoBatch() {
    long at = HEADER + 48;
    for (long said : new long[] {0, HEADER - 8, HEADER, at + 8}) {
      LogBytes other = new LogBytes();
      other.garbage(48).batch(1, 0, said, 5).store();
      WalEnd end = scan(SyncedPosition.UNKNOWN);
      assertThat(end.how()).isEqualTo(How.TORN_TAIL);
      assertThat(end.position()).isEqualTo(HEADER);
      assertThat(end.strayBytes()).isEqualTo(other.end() - HEADER);
    }
    assertThat(lsns).isEmpty();
    assertThat(damages).isEmpty();
    LogBytes other = new LogBytes();
    other.garbage(48).batch(1, 0, at, 5).store();
    assertThat(scan(SyncedPosition.UNKNOWN).position()).isEqualTo(other.end());
    assertThat(lsns).containsExactly(5L);
    assertThat(damages).hasSize(1);
  }

  @Test
  void scan_ofADamagedTail_endsWhereItWasWrittenOrSynced() {
    long good = log.batch(5).end();
    long end = log.garbage(16).end();
    log.store();
    for (long synced : new long[] {good + 8, end, end + 8}) {
      damages.clear();
      WalEnd read = scan(new SyncedPosition(LOG, synced));
      assertThat(read).isEqualTo(new WalEnd(5, 5, end, 1, How.CLEAN_END, -1, 0));
      assertThat(damages)
          .containsExactly(
              new WalDamage(
                  good,
                  Math.max(end, synced),
                  "the batch there is not intact, though " + synced + " bytes had been synced"));
    }
  }

  @Test
  void keepTornTail_syncsTheCopyAndItsName() {
    log.batch(5).garbage(16).store();
    WalEnd torn = read();
    storage.syncs.clear();
    String copy = WalReader.keepTornTail(storage, LOG, torn);
    assertThat(copy).isEqualTo("quarantine/" + NAME + "-tail-" + torn.position());
    assertThat(storage.syncs).containsExactly("/", copy, "quarantine/");
    assertThat(storage.length(copy)).isEqualTo(16);
  }

  @Test
  void keepTornTail_withoutBytesOrBehindAClosingRecord_copiesNothing() {
    storage.create(NAME).close();
    WalEnd empty = read();
    assertThat(empty).isEqualTo(new WalEnd(-1, -1, 0, 0, How.TORN_TAIL, -1, 0));
    assertThat(WalReader.keepTornTail(storage, LOG, empty)).isNull();
    log.batch(WalFormat.CLOSE, 0, HEADER, 5).garbage(16).store();
    WalEnd closed = read();
    assertThat(closed.how()).isEqualTo(How.CLOSED);
    assertThat(closed.strayBytes()).isEqualTo(16);
    assertThat(WalReader.keepTornTail(storage, LOG, closed)).isNull();
    assertThat(storage.exists("quarantine")).isFalse();
  }

  private WalEnd read() {
    return WalReader.read(
        storage, DATABASE, LOG, SyncedPosition.UNKNOWN, batch -> lsns.add(batch.lsn()));
  }

  private WalEnd scan(SyncedPosition synced) {
    return WalReader.scan(
        storage, DATABASE, LOG, synced, batch -> lsns.add(batch.lsn()), damages::add);
  }

  private void assertCorrupt(long offset, String what) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageStartingWith(NAME + " is damaged at offset " + offset + ": " + what + ".");
  }

  /** A log file whose checksums are right, whatever stands in it. */
  private final class LogBytes {
    private final ByteBuffer bytes = ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);
    private int previousCrc;

    LogBytes() {
      bytes.put(WalFormat.fileHeader(DATABASE, LOG, FIRST_LSN));
      previousCrc = bytes.getInt(WalFormat.FILE_HEADER_CRC_AT);
    }

    long end() {
      return bytes.position();
    }

    void sealHeader() {
      int crc = WalFormat.crc32c(new byte[0], bytes.array(), 0, WalFormat.FILE_HEADER_CRC_AT);
      bytes.putInt(WalFormat.FILE_HEADER_CRC_AT, crc);
    }

    LogBytes batch(long lsn) {
      return batch(1, 0, HEADER, lsn);
    }

    /** Adds a batch without a payload, whatever its first field says of the payload's length. */
    LogBytes batch(int type, int payloadLength, long synced, long lsn) {
      int start = bytes.position();
      bytes.putInt(payloadLength).putInt(type).putLong(lsn).putLong(1).putLong(synced).putLong(1);
      bytes.putInt(previousCrc);
      byte[] seed = WalFormat.batchSeed(DATABASE, LOG);
      previousCrc = WalFormat.crc32c(seed, bytes.array(), start, bytes.position() - start);
      bytes.putInt(previousCrc);
      return this;
    }

    LogBytes garbage(int count) {
      for (int i = 0; i < count; i++) {
        bytes.put((byte) 0xEE);
      }
      return this;
    }

    /** Replaces the log's file by these bytes. */
    void store() {
      if (storage.exists(NAME)) {
        storage.delete(NAME);
      }
      try (WritableFile file = storage.create(NAME)) {
        file.write(0, bytes.array(), 0, bytes.position());
      }
    }
  }
}
