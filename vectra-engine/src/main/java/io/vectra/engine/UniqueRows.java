package io.vectra.engine;

import io.vectra.engine.commit.UniqueCheck;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.MappedFaults;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the rows of a table have different values in the columns of an index; runs under the
 * writer lock. The first pass keeps a number of 8 bytes for each row; only rows whose number is not
 * alone are compared, in a second one.
 */
final class UniqueRows {
  private static final long EVERY_COMMIT = Long.MAX_VALUE - 1;

  private final TableState table;
  private final TableSchema schema;
  private final ScalarIndex index;
  private final Runnable poll;

  private UniqueRows(TableState table, ScalarIndex index, Runnable poll) {
    this.poll = poll;
    this.table = table;
    this.schema = table.schema();
    this.index = index;
  }

  /**
   * Checks all rows, also those of commits that are not visible yet.
   *
   * @param poll run for each row; what it throws is thrown
   * @throws io.vectra.engine.error.VectraException UNIQUE_VIOLATION
   */
  static void require(TableState table, ScalarIndex index, Runnable poll) {
    UniqueRows rows = new UniqueRows(table, index, poll);
    MappedFaults.reported(
        () -> {
          rows.check();
          return true;
        });
  }

  private void check() {
    Hashes hashes = new Hashes();
    forEach((key, row) -> hashes.add(hash(key)));
    Set<Long> twice = hashes.twice();
    if (twice.isEmpty()) {
      return;
    }
    Set<IndexKey> seen = new HashSet<>();
    forEach(
        (key, row) -> {
          if (twice.contains(hash(key)) && !seen.add(key)) {
            throw UniqueCheck.duplicate(schema, index, values(row));
          }
        });
  }

  private @Nullable Object[] values(IndexKeyCodec.RowValues row) {
    return IntStream.range(0, schema.columns().size())
        .mapToObj(position -> index.columns().contains(position) ? row.value(position) : null)
        .toArray();
  }

  /** FNV-1a over the bytes of a key. */
  private static long hash(IndexKey key) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : key.bytes()) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Takes the rows whose values can be equal to those of others. */
  private interface RowAction {
    void row(IndexKey key, IndexKeyCodec.RowValues row);
  }

  private void forEach(RowAction action) {
    for (Memtable memtable : table.memtablesNewestFirst()) {
      memtable
          .visible(EVERY_COMMIT)
          .forEachRemaining(
              version -> visit(column -> version.value(schema.column(column)), action));
    }
    for (TableSegment part : table.segments()) {
      Segment segment = part.segment();
      for (int i = 0; i < segment.size(); i++) {
        int ordinal = i;
        if (segment.visibleAt(ordinal, EVERY_COMMIT)) {
          visit(column -> segment.value(ordinal, column), action);
        }
      }
    }
  }

  private void visit(IndexKeyCodec.RowValues row, RowAction action) {
    poll.run();
    if (!IndexKeyCodec.hasNull(index, row)) {
      action.row(IndexKeyCodec.encode(schema, index, row), row);
    }
  }

  /** Numbers, of which some may come twice. */
  private static final class Hashes {
    private long[] numbers = new long[1_024];
    private int count;

    void add(long number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, Math.multiplyExact(count, 2));
      }
      numbers[count++] = number;
    }

    Set<Long> twice() {
      Arrays.sort(numbers, 0, count);
      Set<Long> twice = new HashSet<>();
      for (int i = 1; i < count; i++) {
        if (numbers[i] == numbers[i - 1]) {
          twice.add(numbers[i]);
        }
      }
      return twice;
    }
  }
}
