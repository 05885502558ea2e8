package io.vectra.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.wal.WriteAheadLog.Payload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a log refuses, when it grows, and what it makes durable and closes. */
class LogContractTest {
  private static final UUID DATABASE = new UUID(7, 8);
  private static final long LOG = 12;
  private static final String NAME = "wal-0000000012";
  private static final long FIRST_LSN = 21;
  private static final byte[] NOTHING = new byte[0];

  private final FaultyStorage storage = new FaultyStorage(new MemoryStorage("log contract"));
  private final WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, FIRST_LSN, 1);

  @Test
  void fileName_ofALog_tellsItsNumber() {
    assertThat(WriteAheadLog.fileName(LOG)).isEqualTo(NAME);
    assertThat(WriteAheadLog.numberOf(NAME)).isEqualTo(LOG);
    assertThat(log.number()).isEqualTo(LOG);
    assertThat(WriteAheadLog.isFileName(NAME)).isTrue();
    assertThat(List.of("wal-12", "wal-00000000xx", NAME + ".tmp", "log-0000000012"))
        .noneMatch(WriteAheadLog::isFileName);
  }

  @Test
  void create_syncsTheFileAndThenItsName() {
    assertThat(storage.syncs).containsExactly(NAME, "/");
    assertThat(log.length()).isEqualTo(WalFormat.FILE_HEADER_BYTES);
    assertThat(log.lastLsn()).isEqualTo(FIRST_LSN - 1);
  }

  @Test
  void create_whenItFails_closesTheFile() {
    storage.failWrite = true;
    assertThatThrownBy(() -> WriteAheadLog.create(storage, DATABASE, LOG + 1, 1, 1))
        .isInstanceOf(VectraException.class);
    storage.failWrite = false;
    storage.failSync = true;
    assertThatThrownBy(() -> WriteAheadLog.create(storage, DATABASE, LOG + 2, 1, 1))
        .isInstanceOf(VectraException.class);
    assertThat(storage.faults).isEqualTo(2);
    assertThat(storage.openFiles).isEqualTo(1);
  }

  @Test
  void close_closesTheFileOnce() {
    log.close();
    log.close();
    assertThat(storage.openFiles).isZero();
  }

  @Test
  void append_ofAReservedType_isRefused() {
    for (byte type : new byte[] {-128, -1, 0, 127}) {
      assertThatThrownBy(() -> log.append(type, FIRST_LSN, 1, Payload.of(NOTHING)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(NAME + " has type " + type);
    }
    assertThat(log.length()).isEqualTo(WalFormat.FILE_HEADER_BYTES);
  }

  @Test
  void append_belowTheLastLsn_isRefused() {
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    long end = log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    assertThatThrownBy(() -> log.append((byte) 1, FIRST_LSN - 1, 1, Payload.of(NOTHING)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lsn 20 in %s is below 21", storage.openForWriting(NAME).name());
    assertThat(log.length()).isEqualTo(end);
    assertThat(log.lastLsn()).isEqualTo(FIRST_LSN);
  }

  @Test
  void append_afterTheEnd_isRefused() {
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    log.end(1);
    long end = log.length();
    assertThatThrownBy(() -> log.append((byte) 1, FIRST_LSN + 1, 1, Payload.of(NOTHING)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(NAME + " has ended");
    assertThat(log.length()).isEqualTo(end);
    assertThat(log.lastLsn()).isEqualTo(FIRST_LSN);
  }

  @Test
  void append_tellsWhatASyncHadCovered() {
    long first = log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    log.sync();
    long second = log.append((byte) 1, FIRST_LSN + 1, 1, Payload.of(NOTHING));
    log.append((byte) 1, FIRST_LSN + 2, 1, Payload.of(NOTHING));
    ByteBuffer bytes =
        ByteBuffer.wrap(storage.readFully(NAME, 1 << 20)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getLong(WalFormat.FILE_HEADER_BYTES + WalFormat.SYNCED_AT))
        .isEqualTo(WalFormat.FILE_HEADER_BYTES);
    assertThat(bytes.getLong((int) first + WalFormat.SYNCED_AT)).isEqualTo(first);
    assertThat(bytes.getLong((int) second + WalFormat.SYNCED_AT)).isEqualTo(first);
  }

  @Test
  void wantsSpace_whenExactlyHalfIsLeft_doesNot() {
    fillTo(WriteAheadLog.FIRST_BYTES / 2);
    assertThat(log.wantsSpace()).isFalse();
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    assertThat(log.wantsSpace()).isTrue();
  }

  @Test
  void growAhead_ofALargeLog_addsEightMebibytes() {
    long start = fillTo(10 << 20);
    assertThat(log.wantsSpace()).isTrue();
    log.growAhead();
    assertThat(storage.length(NAME)).isEqualTo(start + (8 << 20));
    fillTo(start + (4 << 20));
    assertThat(log.wantsSpace()).isFalse();
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    assertThat(log.wantsSpace()).isTrue();
  }

  @Test
  void wantsSpace_afterALargeBatch_notBeforeASmallOne() {
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(new byte[200_000]));
    assertThat(log.wantsSpace()).isFalse(); // a like one grows the file by itself
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    assertThat(log.wantsSpace()).isTrue();
  }

  @Test
  void growAhead_isSyncedThoughNoBatchIsNew() {
    storage.syncs.clear();
    log.growAhead();
    assertThat(storage.syncs).containsExactly(NAME);
  }

  @Test
  void growAhead_afterTheEnd_leavesTheFileAsLongAsItsRecordSays() {
    fillTo(WriteAheadLog.FIRST_BYTES - 104);
    assertThat(log.wantsSpace()).isTrue();
    log.end(1);
    assertThat(log.wantsSpace()).isFalse();
    log.growAhead();
    assertThat(storage.length(NAME)).isEqualTo(WriteAheadLog.FIRST_BYTES);
  }

  @Test
  void end_syncsAndKeepsLsnAndGeneration() {
    log.append((byte) 1, FIRST_LSN, 6, Payload.of(NOTHING));
    log.end(6);
    log.close();
    assertThat(log.syncedPosition()).isEqualTo(log.length());
    List<WalBatch> batches = new ArrayList<>();
    WalEnd end = WalReader.read(storage, DATABASE, LOG, SyncedPosition.UNKNOWN, batches::add);
    assertThat(end.lastLsn()).isEqualTo(FIRST_LSN);
    assertThat(batches).extracting(WalBatch::generation).containsExactly(6L);
  }

  /** Appends one batch that ends at a position, a multiple of 8. */
  private long fillTo(long position) {
    int payload = (int) (position - log.length() - 2 * WalFormat.batchBytes(0));
    log.append((byte) 1, FIRST_LSN, 1, Payload.of(new byte[payload]));
    long end = log.append((byte) 1, FIRST_LSN, 1, Payload.of(NOTHING));
    assertThat(end).isEqualTo(position);
    return end;
  }
}
