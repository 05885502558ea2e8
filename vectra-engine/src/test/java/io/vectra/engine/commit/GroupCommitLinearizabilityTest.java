package io.vectra.engine.commit;

import io.vectra.engine.linearizability.Linearizability;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/**
 * A commit returns when its batch is on the device, whoever synced it, and whoever ends the log.
 */
class GroupCommitLinearizabilityTest {
  @Test
  void stressed() {
    Linearizability.stress(Subject.class, Specification.class, 1_000);
  }

  /** Commits to a log, in turn, as the store does. */
  public static final class Subject {
    private static final UUID DATABASE = new UUID(1, 2);

    private final Device device = new Device();
    private final LogSync log = log(device);
    private long last; // guarded by this

    private static LogSync log(Device device) {
      LogSync.LogMaker maker =
          new LogSync.LogMaker() {
            @Override
            public WriteAheadLog create(long number, long firstLsn, long epoch) {
              return WriteAheadLog.create(device, DATABASE, number, firstLsn, epoch);
            }

            @Override
            public WriteAheadLog resume(LogPosition end, long synced, long epoch) {
              throw new AssertionError("no log is left by others");
            }
          };
      LogPosition none = new LogPosition(0, 0, 0);
      return new LogSync(maker, StateFile.open(device, DATABASE), none, none, 1, 0);
    }

    /** Whether the batch was on the device when the commit returned, as it has to be. */
    @Operation
    public boolean commit() {
      LogPosition end;
      synchronized (this) {
        last++;
        log.append((byte) 1, last, WriteAheadLog.Payload.of(new byte[] {7}));
        end = log.end();
      }
      log.syncTo(end.lsn());
      return device.synced(end) && log.durableLsn() >= end.lsn();
    }

    /** Ends the log, as a flush does. */
    @Operation
    public synchronized void roll() {
      log.roll();
    }
  }

  /** Each commit is durable. */
  public static final class Specification {
    public boolean commit() {
      return true;
    }

    public void roll() {}
  }

  /** Knows up to where each log was written when its last sync began. */
  private static final class Device extends ForwardingStorage {
    private final Map<String, Long> written = new ConcurrentHashMap<>();
    private final Map<String, Long> synced = new ConcurrentHashMap<>();

    Device() {
      super(new MemoryStorage("group commit"));
    }

    boolean synced(LogPosition end) {
      String name = WriteAheadLog.fileName(end.logNumber());
      return synced.getOrDefault(name, 0L) >= end.position();
    }

    @Override
    public WritableFile create(String name) {
      return new ForwardingFile(super.create(name)) {
        @Override
        public void write(long position, byte[] bytes, int from, int length) {
          super.write(position, bytes, from, length);
          if (!isZero(bytes, from, length)) {
            written.merge(name, position + length, Math::max);
          }
        }

        @Override
        public void sync() {
          long before = written.getOrDefault(name, 0L);
          super.sync();
          synced.merge(name, before, Math::max);
        }
      };
    }

    /** Zeros are what a log is grown with, ahead of its batches. */
    private static boolean isZero(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (bytes[i] != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
