package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction wrote: for each key, whether its snapshot had a row and what the row is now.
 * It belongs to one transaction and its thread.
 */
public final class WriteSet {
  private final TreeMap<Integer, KeyedWrites> tables = new TreeMap<>();
  private final List<Undo> undo = new ArrayList<>();
  private long bytes;

  /**
   * The net effect on one key.
   *
   * @param existed whether the snapshot has a row of that key
   * @param readLsn that of the snapshot in which the key was looked at when it was first written
   * @param row the new row, or null where it is deleted
   * @param seenFree whether it is inserted because the snapshot has no row of that key
   */
  public record Write(
      boolean existed, long readLsn, @Nullable Object @Nullable [] row, boolean seenFree) {}

  /** What a key had before a write. */
  private record Undo(int tableId, RowKey key, @Nullable Write before) {}

  /** The write of a key, or null. */
  public @Nullable Write get(int tableId, RowKey key) {
    KeyedWrites table = tables.get(tableId);
    return table == null ? null : table.get(key);
  }

  /** Notes a write on top of what the key has. */
  public void put(int tableId, RowKey key, Write write) {
    Write before = tables.computeIfAbsent(tableId, id -> new KeyedWrites()).put(key, write);
    undo.add(new Undo(tableId, key, before));
    bytes += bytes(key, write) - bytes(key, before);
  }

  /** An estimate of the bytes of all writes as they are now. */
  public long bytes() {
    return bytes;
  }

  /** Refuses more than one commit may write. */
  void requireSize() {
    if (bytes > Limits.MAX_BATCH_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The transaction writes about "
              + bytes
              + " bytes; the limit of one commit is "
              + Limits.MAX_BATCH_BYTES
              + ". Write it in several. Nothing was written.");
    }
  }

  private static long bytes(RowKey key, @Nullable Write write) {
    return write == null ? 0 : 16 + key.bytes().length + RowCheck.bytes(write.row());
  }

  /** A mark for {@link #rollbackTo}. */
  public int mark() {
    return undo.size();
  }

  /** Undoes every write since a mark. */
  public void rollbackTo(int mark) {
    while (undo.size() > mark) {
      Undo last = undo.remove(undo.size() - 1);
      KeyedWrites table = tables.get(last.tableId());
      if (table == null) {
        throw new IllegalStateException("undo of a write to a table that has none");
      }
      bytes += bytes(last.key(), last.before()) - bytes(last.key(), table.get(last.key()));
      if (last.before() == null) {
        table.remove(last.key());
        if (table.isEmpty()) {
          tables.remove(last.tableId());
        }
      } else {
        table.put(last.key(), last.before());
      }
    }
  }

  /** Whether a table is written. */
  boolean writes(int tableId) {
    return tables.containsKey(tableId);
  }

  public boolean isEmpty() {
    return tables.isEmpty();
  }

  /** The writes to one table by key, as they are now; they are not copied. */
  public Map<RowKey, Write> table(int tableId) {
    KeyedWrites table = tables.get(tableId);
    return table == null ? Map.of() : table.view();
  }

  /** What views have made the writes to a table cost beside, in entries copied. */
  long copies(int tableId) {
    KeyedWrites table = tables.get(tableId);
    return table == null ? 0 : table.copies();
  }

  /** Each table written, in order of ids, with its writes by key. */
  public void forEachTable(BiConsumer<Integer, Map<RowKey, Write>> action) {
    tables.forEach(action);
  }

  /** Tables written. */
  public int tableCount() {
    return tables.size();
  }
}
