package io.vectra.engine.memtable;

import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.linearizability.Linearizability;
import io.vectra.engine.query.RowKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** One thread writes, others read what was committed: as if each call were alone. */
class MemtableLinearizabilityTest {
  @Test
  void explored() {
    Linearizability.explore(Subject.class, Specification.class, 100);
  }

  @Test
  void stressed() {
    Linearizability.stress(Subject.class, Specification.class, 5_000);
  }

  /** A memtable as the store uses it: a commit shows when the visible lsn moves on. */
  @Param(name = "key", gen = IntGen.class, conf = "1:3")
  public static final class Subject {
    private final Memtable memtable = new Memtable();
    private volatile long visible;
    private long last; // of the writer

    /** Commits a row; only one thread of a scenario does, as the writer lock sees to. */
    @Operation(nonParallelGroup = "writer")
    public long put(@Param(name = "key") int key) {
      RowKey row = KeyCodec.hidden(key);
      long lsn = ++last;
      end(row, lsn);
      memtable.put(row, new Object[] {lsn}, lsn, 1);
      visible = lsn;
      return lsn;
    }

    @Operation(nonParallelGroup = "writer")
    public void delete(@Param(name = "key") int key) {
      long lsn = ++last;
      end(KeyCodec.hidden(key), lsn);
      visible = lsn;
    }

    private void end(RowKey row, long lsn) {
      RowVersion before = memtable.newest(row);
      if (before != null && before.end() == RowVersion.LIVE) {
        before.endAt(lsn);
      }
    }

    @Operation
    public long get(@Param(name = "key") int key) {
      RowVersion version = memtable.visible(KeyCodec.hidden(key), visible);
      return version == null ? 0 : version.lsn();
    }

    @Operation
    public String scan() {
      return lsns(memtable.visible(visible)).toString();
    }

    @Operation
    public String scanBackwards() {
      List<Long> lsns = lsns(memtable.visibleBackwards(visible));
      Collections.reverse(lsns);
      return lsns.toString();
    }

    private static List<Long> lsns(Iterator<RowVersion> rows) {
      List<Long> lsns = new ArrayList<>();
      rows.forEachRemaining(version -> lsns.add(version.lsn()));
      return lsns;
    }
  }

  /** The same with one map. */
  public static final class Specification {
    private final TreeMap<Integer, Long> rows = new TreeMap<>();
    private long last;

    public long put(int key) {
      rows.put(key, ++last);
      return last;
    }

    public void delete(int key) {
      last++;
      rows.remove(key);
    }

    public long get(int key) {
      return rows.getOrDefault(key, 0L);
    }

    public String scan() {
      return rows.values().toString();
    }

    public String scanBackwards() {
      return scan();
    }
  }
}
