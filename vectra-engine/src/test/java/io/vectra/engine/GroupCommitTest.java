package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final int THREADS = 8;

  /** Few enough that the log is not grown, which syncs it, too. */
  private static final int COMMITS = 100;

  private static final long PATIENCE_MILLIS = 10_000;
  private static final float[] VECTOR = new float[TestTables.DIMENSIONS];

  @Test
  void commits_thatASyncHasCovered_returnWhileTheNextSyncRuns() throws Exception {
    Device device = new Device();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (Database database = Vectra.open(device, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      device.waitForAll();
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        ends.add(
            pool.submit(
                () -> {
                  for (int id = next.getAndIncrement(); id < COMMITS; id = next.getAndIncrement()) {
                    try (Transaction transaction = database.begin()) {
                      transaction.insert(table.id(), TestTables.row(id, "name", null, VECTOR));
                      transaction.commit();
                    }
                  }
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
      assertThat(device.waitedInVain).isFalse();
      assertThat(device.syncs).isPositive().isLessThan(COMMITS / 2);
    } finally {
      pool.shutdown();
    }
  }

  /**
   * A sync of the log lasts until each thread whose batch the sync before has covered has written
   * another: it takes for ever where such a thread still waits. A sync covers what was written when
   * the one before it ended, but for one batch whose append may not have returned by then.
   */
  private static final class Device extends ForwardingStorage {
    private boolean waits; // guarded by this, as all that follows
    private int batches;
    private int writtenAtLastEnd;
    private int coveredByLast;
    private int syncs;
    private boolean waitedInVain;

    Device() {
      super(new MemoryStorage("test"));
    }

    synchronized void waitForAll() {
      waits = true;
    }

    @Override
    public WritableFile create(String name) {
      WritableFile file = super.create(name);
      return WriteAheadLog.isFileName(name) ? new Log(file) : file;
    }

    private synchronized void wrote() {
      if (waits) {
        batches++;
        notifyAll();
      }
    }

    private synchronized void sync() {
      if (!waits) {
        return;
      }
      syncs++;
      long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
      while (batches < Math.min(COMMITS, coveredByLast + THREADS - 1) && !waitedInVain) {
        long left = (end - System.nanoTime()) / 1_000_000;
        waitedInVain = left <= 0;
        try {
          wait(Math.max(1, left));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      coveredByLast = writtenAtLastEnd;
      writtenAtLastEnd = batches;
    }

    private final class Log extends ForwardingFile {
      Log(WritableFile file) {
        super(file);
      }

      @Override
      public void write(long position, byte[] bytes, int from, int count) {
        super.write(position, bytes, from, count);
        wrote();
      }

      @Override
      public void sync() {
        Device.this.sync();
        super.sync();
      }
    }
  }
}
