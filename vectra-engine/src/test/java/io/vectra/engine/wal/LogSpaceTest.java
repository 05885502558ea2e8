package io.vectra.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WalEnd.How;
import io.vectra.engine.wal.WriteAheadLog.Payload;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The zeros ahead of the writer, the syncs, and tails longer than a buffer. */
class LogSpaceTest {
  private static final UUID DATABASE = new UUID(5, 6);
  private static final long LOG = 3;
  private static final String NAME = WriteAheadLog.fileName(LOG);
  private static final int FIRST_BYTES = 64 << 10;

  private final FaultyStorage storage = new FaultyStorage(new MemoryStorage("log space"));
  private final WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 1, 1);

  @Test
  void wantsSpace_onceHalfOfTheFileIsFilled() {
    assertThat(storage.length(NAME)).isEqualTo(FIRST_BYTES);
    assertThat(log.wantsSpace()).isFalse();
    log.append((byte) 1, 1, 1, Payload.of(new byte[FIRST_BYTES / 2 - 200]));
    assertThat(log.wantsSpace()).isFalse();
    log.append((byte) 1, 2, 1, Payload.of(new byte[200]));
    assertThat(log.wantsSpace()).isTrue();
    log.growAhead();
    assertThat(storage.length(NAME)).isEqualTo(2 * FIRST_BYTES);
    assertThat(log.wantsSpace()).isFalse();
    log.close();
    assertThat(log.wantsSpace()).isFalse();
  }

  @Test
  void growAhead_byMoreThanOneWrite_doublesTheFileWithZeros() {
    log.append((byte) 1, 1, 1, Payload.of(new byte[900_000]));
    long length = storage.length(NAME);
    log.growAhead();
    assertThat(storage.length(NAME)).isEqualTo(2 * length);
    assertThat(read().how()).isEqualTo(How.CLEAN_END);
    assertThat(read().batches()).isEqualTo(1);
  }

  @Test
  void growAhead_afterAFailedWrite_leavesNoneOfItsBytes() {
    log.append((byte) 1, 1, 1, Payload.of(new byte[60_000]));
    storage.failWrite = true;
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    assertThatThrownBy(() -> log.append((byte) 1, 2, 1, Payload.of(noise)));
    storage.failWrite = false;
    log.append((byte) 1, 2, 1, Payload.of(new byte[10]));
    log.growAhead();
    log.sync();
    assertThat(read().how()).isEqualTo(How.CLEAN_END);
    assertThat(read().lastLsn()).isEqualTo(2);
  }

  @Test
  void end_whereFilesMayNotGrow_tellsTheLengthThatTheFileHas() {
    log.append((byte) 1, 1, 1, Payload.of(new byte[10]));
    storage.maxLength = FIRST_BYTES + 1_000;
    assertThatThrownBy(() -> log.append((byte) 1, 2, 1, Payload.of(new byte[2 * FIRST_BYTES])));
    log.append((byte) 1, 2, 1, Payload.of(new byte[10]));
    log.end(1);
    assertThat(storage.faults).isEqualTo(1);
    assertThat(storage.length(NAME)).isEqualTo(FIRST_BYTES + 1_000);
    assertThat(read().how()).isEqualTo(How.CLOSED);
    assertThat(read().closedLength()).isEqualTo(storage.length(NAME));
    assertThat(read().strayBytes()).isZero();
    assertThat(read().lastLsn()).isEqualTo(2);
  }

  @Test
  void wantsSpace_afterAFailure_notBeforeMoreWasWritten() {
    log.append((byte) 1, 1, 1, Payload.of(new byte[FIRST_BYTES / 2]));
    storage.failWrite = true;
    assertThatThrownBy(log::growAhead).isInstanceOf(VectraException.class);
    storage.failWrite = false;
    assertThat(storage.faults).isEqualTo(1);
    log.append((byte) 1, 2, 1, Payload.of(new byte[FIRST_BYTES / 4]));
    assertThat(log.wantsSpace()).isFalse();
    for (int i = 0; i < 3; i++) {
      log.append((byte) 1, 3, 1, Payload.of(new byte[100_000]));
    }
    assertThat(log.wantsSpace()).isTrue();
    log.growAhead();
    log.append((byte) 1, 4, 1, Payload.of(new byte[256 << 10]));
    assertThat(read().lastLsn()).isEqualTo(4);
    assertThat(read().how()).isEqualTo(How.CLEAN_END);
  }

  @Test
  void growAhead_whenItsSyncFails_poisons() {
    storage.failSync = true;
    assertPoisoned(log::growAhead);
    storage.failSync = false;
    long length = storage.length(NAME);
    assertThat(log.isPoisoned()).isTrue();
    assertThat(log.wantsSpace()).isFalse();
    assertPoisoned(log::growAhead);
    assertThat(storage.length(NAME)).isEqualTo(length);
  }

  @Test
  void sync_withoutNewBatches_doesNotTouchTheDevice() {
    storage.failSync = true;
    log.sync();
    assertThat(log.syncedPosition()).isEqualTo(WalFormat.FILE_HEADER_BYTES);
    storage.failSync = false;
    long end = log.append((byte) 1, 1, 1, Payload.of(new byte[8]));
    assertThat(log.syncedPosition()).isEqualTo(WalFormat.FILE_HEADER_BYTES);
    log.sync();
    assertThat(log.syncedPosition()).isEqualTo(end);
    storage.failSync = true;
    log.sync();
    assertThat(storage.faults).isZero();
  }

  @Test
  void close_ofTheFile_refusesWhatComesAfter() {
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append((byte) 1, 1, 1, Payload.of(new byte[1])))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(log::sync).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void create_whenTheHeaderCannotBeWritten_fails() {
    storage.failWrite = true;
    assertThatThrownBy(() -> WriteAheadLog.create(storage, DATABASE, LOG + 1, 1, 1))
        .isInstanceOf(VectraException.class);
    assertThat(storage.faults).isEqualTo(1);
  }

  @Test
  void append_overTheLimit_isRefusedAndChangesNothing() {
    byte[] payload = new byte[Limits.MAX_BATCH_BYTES + 1];
    assertThatThrownBy(() -> log.append((byte) 1, 1, 1, Payload.of(payload)))
        .isInstanceOf(VectraException.class)
        .extracting(e -> ((VectraException) e).code())
        .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    assertThat(log.length()).isEqualTo(WalFormat.FILE_HEADER_BYTES);
  }

  @Test
  void keepTornTail_ofMoreThanOneBuffer_copiesEveryByte() {
    long end = log.append((byte) 1, 1, 1, Payload.of(new byte[10]));
    byte[] tail = new byte[150_000];
    new Random(2).nextBytes(tail);
    tail[tail.length - 1] = 1;
    try (WritableFile file = storage.openForWriting(NAME)) {
      file.write(end, tail, 0, tail.length);
    }
    WalEnd torn = read();
    assertThat(torn.how()).isEqualTo(How.TORN_TAIL);
    assertThat(torn.strayBytes()).isEqualTo(tail.length);
    String copy = WalReader.keepTornTail(storage, LOG, torn);
    assertThat(copy).isEqualTo("quarantine/" + NAME + "-tail-" + end);
    assertThat(storage.readFully(copy, Integer.MAX_VALUE)).isEqualTo(tail);
  }

  @Test
  void keepTornTail_ofALogThatEndsCleanly_copiesNothing() {
    log.append((byte) 1, 1, 1, Payload.of(new byte[10]));
    assertThat(WalReader.keepTornTail(storage, LOG, read())).isNull();
    assertThat(storage.exists("quarantine")).isFalse();
  }

  private WalEnd read() {
    return WalReader.read(storage, DATABASE, LOG, SyncedPosition.UNKNOWN, batch -> {});
  }

  private static void assertPoisoned(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(VectraException.class)
        .extracting(e -> ((VectraException) e).code())
        .isEqualTo(ErrorCode.POISONED);
  }
}
