package io.vectra.engine.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A log that several writers take turns at, and that others follow. */
class WalFollowTest {
  private static final UUID DATABASE = new UUID(3, 4);
  private static final long LOG = 7;
  private static final int WRITERS = 50;

  private final MemoryStorage storage = new MemoryStorage("test");
  private final Random random = new Random(1);
  private final List<Long> followed = new ArrayList<>();

  @Test
  void follow_ofWritersThatTakeTurns_givesEveryBatchOnce() {
    long position = create();
    long lsn = 10;
    WalReader.Followed known = new WalReader.Followed(0, false);
    for (int writer = 2; writer < WRITERS; writer++) {
      try (WriteAheadLog log =
          WriteAheadLog.resume(storage, DATABASE, LOG, position, position, lsn, writer)) {
        for (int batch = random.nextInt(4); batch >= 0; batch--) {
          position = append(log, ++lsn);
        }
        if (writer % 5 == 0) {
          log.growAhead();
        }
        log.sync();
      }
      if (random.nextBoolean()) {
        known = follow(known.position(), position);
        assertThat(known).isEqualTo(new WalReader.Followed(position, false));
        assertThat(followed).last().isEqualTo(lsn);
      }
    }
    known = follow(known.position(), position);
    List<Long> all = new ArrayList<>();
    WalEnd end =
        WalReader.read(
            storage, DATABASE, LOG, SyncedPosition.UNKNOWN, batch -> all.add(batch.lsn()));
    assertThat(end.how()).isEqualTo(WalEnd.How.CLEAN_END);
    assertThat(end.position()).isEqualTo(position);
    assertThat(followed).isEqualTo(all).hasSize((int) (lsn - 9)).doesNotHaveDuplicates();
  }

  @Test
  void follow_ofALogThatHasEnded_stopsAtItsClosingRecord() {
    long position = create();
    try (WriteAheadLog log =
        WriteAheadLog.resume(storage, DATABASE, LOG, position, position, 10, 2)) {
      log.end(1);
      assertThat(follow(position, log.length()))
          .isEqualTo(new WalReader.Followed(log.length(), true));
      assertThat(follow(0, Long.MAX_VALUE)).isEqualTo(new WalReader.Followed(log.length(), true));
    }
    assertThat(followed).containsExactly(10L);
  }

  @Test
  void follow_ofALogThatWasGivenUpForAnother_readsAllOfIt() {
    long position = create();
    assertThat(follow(0, Long.MAX_VALUE)).isEqualTo(new WalReader.Followed(position, false));
    assertThat(followed).containsExactly(10L);
  }

  @Test
  void follow_ofACommittedBatchThatIsNotIntact_isDamage() {
    long position = create();
    try (WritableFile file = storage.openForWriting(WriteAheadLog.fileName(LOG))) {
      file.write(position - 8, new byte[] {77}, 0, 1);
    }
    assertThatThrownBy(() -> follow(0, position))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining("not intact, but committed");
    assertThat(followed).isEmpty();
  }

  private long create() {
    try (WriteAheadLog log = WriteAheadLog.create(storage, DATABASE, LOG, 10, 1)) {
      long position = append(log, 10);
      log.sync();
      return position;
    }
  }

  private long append(WriteAheadLog log, long lsn) {
    byte[] payload = new byte[random.nextInt(5_000)];
    random.nextBytes(payload);
    return log.append((byte) 1, lsn, 1, WriteAheadLog.Payload.of(payload));
  }

  private WalReader.Followed follow(long from, long to) {
    return WalReader.follow(storage, DATABASE, LOG, from, to, batch -> followed.add(batch.lsn()));
  }
}
