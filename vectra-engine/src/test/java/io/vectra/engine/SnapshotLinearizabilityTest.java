package io.vectra.engine;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.linearizability.Linearizability;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Transactions of several threads, and snapshots beside them: as if each were alone. */
class SnapshotLinearizabilityTest {
  private static final int ACCOUNTS = 3;
  private static final Database DATABASE =
      Vectra.openInMemory(
          "linearizability", OpenOptions.defaults().withMemtableBytes(40_000)); // flushes, too
  private static final TableSchema TABLE = TestTables.documents(DATABASE);
  private static final AtomicInteger NEXT = new AtomicInteger();

  @Test
  void stressed() {
    Linearizability.stress(Subject.class, Specification.class, 300);
  }

  /** Accounts of its own in the one database. */
  @Param(name = "account", gen = IntGen.class, conf = "0:2")
  public static final class Subject {
    private final int first = NEXT.getAndAdd(ACCOUNTS);

    public Subject() {
      try (Transaction transaction = DATABASE.begin()) {
        for (int i = 0; i < ACCOUNTS; i++) {
          transaction.insert(TABLE.id(), row(i, 0));
        }
        transaction.commit();
      }
    }

    @Operation
    public long deposit(@Param(name = "account") int account) {
      while (true) {
        try (Transaction transaction = DATABASE.begin()) {
          long amount = amount(transaction, account) + 1;
          transaction.update(TABLE.id(), key(account), row(account, amount));
          transaction.commit();
          return amount;
        } catch (VectraException e) {
          requireConflict(e);
        }
      }
    }

    @Operation
    public void move(@Param(name = "account") int from, @Param(name = "account") int to) {
      while (true) {
        try (Transaction transaction = DATABASE.begin()) {
          long left = amount(transaction, from) - 1;
          transaction.update(TABLE.id(), key(from), row(from, left));
          long more = amount(transaction, to) + 1;
          transaction.update(TABLE.id(), key(to), row(to, more));
          transaction.commit();
          return;
        } catch (VectraException e) {
          requireConflict(e);
        }
      }
    }

    /** All amounts of one snapshot. */
    @Operation
    public String amounts() {
      StringBuilder text = new StringBuilder();
      try (Snapshot snapshot = DATABASE.snapshot()) {
        for (int i = 0; i < ACCOUNTS; i++) {
          text.append(amount(snapshot.lookup(TABLE.id(), List.of(key(i))))).append(' ');
        }
      }
      return text.toString();
    }

    private long amount(Transaction transaction, int account) {
      return amount(transaction.lookup(TABLE.id(), List.of(key(account))));
    }

    private static long amount(RowCursor rows) {
      try (rows) {
        if (!rows.next()) {
          throw new AssertionError("an account is gone");
        }
        return Long.parseLong(String.valueOf(Objects.requireNonNull(rows.value(1))));
      }
    }

    private RowKey key(int account) {
      return KeyCodec.keyOf(TABLE, row(account, 0));
    }

    private Object[] row(int account, long amount) {
      return TestTables.row(
          first + account, Long.toString(amount), null, new float[TestTables.DIMENSIONS]);
    }

    private static void requireConflict(VectraException e) {
      if (e.code() != ErrorCode.SERIALIZATION_CONFLICT && e.code() != ErrorCode.DEADLOCK) {
        throw e;
      }
    }
  }

  /** The same, one by one. */
  public static final class Specification {
    private final long[] amounts = new long[ACCOUNTS];

    public long deposit(int account) {
      return ++amounts[account];
    }

    public void move(int from, int to) {
      amounts[from]--;
      amounts[to]++;
    }

    public String amounts() {
      StringBuilder text = new StringBuilder();
      for (long amount : amounts) {
        text.append(amount).append(' ');
      }
      return text.toString();
    }
  }
}
