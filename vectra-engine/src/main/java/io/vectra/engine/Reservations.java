package io.vectra.engine;

import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.PolledLock;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableCounters;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values that nobody has had, of identity columns and sequences of an open database: taken from the
 * log a block at a time. Safe for many threads.
 */
final class Reservations {
  /** Identity values reserved by one log record. */
  private static final long IDENTITY_BLOCK = 128;

  /** Hidden row ids reserved by one log record: no user sees a gap between them. */
  private static final long ROW_ID_BLOCK = 4_096;

  private final Store store;
  private final SchemaChanges changes;
  private final Background background;
  private final SequenceBlocks sequences = new SequenceBlocks();
  private final PolledLock identityLock = new PolledLock();
  private final Map<Long, IdentityBlock> identities = new HashMap<>(); // under identityLock

  Reservations(Store store, SchemaChanges changes, Background background) {
    this.store = store;
    this.changes = changes;
    this.background = background;
  }

  /** A value that nobody has had, of an identity column or of {@link TableCounters#ROW_ID}. */
  long nextIdentity(int tableId, int columnId, Durability durability, Runnable poll) {
    long count = columnId == TableCounters.ROW_ID ? ROW_ID_BLOCK : IDENTITY_BLOCK;
    identityLock.lock(poll);
    try {
      IdentityBlock block =
          identities.computeIfAbsent(
              (long) tableId << 32 | Integer.toUnsignedLong(columnId), key -> new IdentityBlock());
      if (block.next == block.end) {
        Function<DatabaseState, LogRecord.ReserveIdentity> reservation =
            state -> {
              long first =
                  SchemaChanges.requireTable(state, tableId).counters().reservedIdentity(columnId);
              return new LogRecord.ReserveIdentity(tableId, columnId, Math.addExact(first, count));
            };
        block.end =
            reserve(reservation, durability, poll).end(); // a failure leaves the block empty
        block.next = block.end - count;
      }
      return block.next++;
    } finally {
      identityLock.unlock();
    }
  }

  long nextValue(QualifiedName name, Durability durability, Runnable poll) {
    return sequences.next(
        requireSequence(definitions(), name), known -> reserveBlock(known, durability, poll), poll);
  }

  private Definitions definitions() {
    ReadPoint point = store.readPoint();
    try {
      return point.state().definitions();
    } finally {
      point.release();
    }
  }

  private SequenceSchema.Block reserveBlock(
      QualifiedName name, Durability durability, Runnable poll) {
    AtomicReference<SequenceSchema.@Nullable Block> taken = new AtomicReference<>();
    Function<DatabaseState, LogRecord.ReserveSequence> reservation =
        state -> {
          SequenceSchema.Block block = requireSequence(state.definitions(), name).reserve();
          if (block == null) {
            throw new VectraException(
                ErrorCode.SEQUENCE_EXHAUSTED,
                "Sequence "
                    + name
                    + " has no value left: it does not CYCLE. Use ALTER SEQUENCE .. RESTART.");
          }
          taken.set(block);
          return new LogRecord.ReserveSequence(block.after());
        };
    reserve(reservation, durability, poll);
    return Objects.requireNonNull(taken.get());
  }

  private static SequenceSchema requireSequence(Definitions definitions, QualifiedName name) {
    SequenceSchema sequence = definitions.sequence(name);
    if (sequence == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT, "Sequence " + name + " does not exist.");
    }
    return sequence;
  }

  private <R extends LogRecord> R reserve(
      Function<DatabaseState, R> reservation, Durability durability, Runnable poll) {
    if (durability.logged()) {
      return changes.change(reservation, poll);
    }
    background.beginWriting(poll);
    R record = store.changeCatalog(reservation, false, poll);
    if (record == null) {
      throw new IllegalStateException("a reservation that is not logged waits for nothing");
    }
    return record;
  }

  /** Values of an identity column that are reserved and not handed out yet. */
  private static final class IdentityBlock {
    private long next;
    private long end;
  }
}
