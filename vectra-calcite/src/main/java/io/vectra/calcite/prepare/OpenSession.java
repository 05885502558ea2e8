package io.vectra.calcite.prepare;

import io.vectra.calcite.function.SequenceValues;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.calcite.parser.Definition;
import io.vectra.calcite.parser.SqlCheckpoint;
import io.vectra.calcite.parser.SqlDefining;
import io.vectra.calcite.parser.SqlSetSchema;
import io.vectra.calcite.parser.SqlTransactionControl;
import io.vectra.calcite.parser.SqlTransactionModes;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SettingStatus;
import io.vectra.calcite.system.StatementStatus;
import io.vectra.calcite.system.SystemSource;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.Database;
import io.vectra.engine.ReadView;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.memory.HeapBudget;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.jspecify.annotations.Nullable;

/**
 * A session: plans statements, runs them in its transaction or in one of their own. One thread at a
 * time uses it, but for {@code close} and {@code rollback}, with which others may end what it does;
 * its monitor has them wait until a change has ended.
 */
final class OpenSession implements Session, SystemSource {
  /** Each further one means that another change of the same rows has just succeeded. */
  private static final int MAX_ATTEMPTS = 1000;

  private final Database database;
  private final PlanCache plans;
  private final RunningStatements running;
  private final SessionSequences sequences;
  private final Savepoints savepoints = new Savepoints();
  private final SessionModes modes;
  private Settings settings = Settings.DEFAULT;
  private String schema = DEFAULT_SCHEMA;
  private boolean autoCommit = true;
  private long memoryLimit = HeapBudget.DEFAULT_LIMIT;
  private @Nullable Transaction transaction;

  /** What the transaction that is written to holds in memory. */
  private MemoryUse written = newMemoryUse();

  OpenSession(Database database, PlanCache plans, RunningStatements running) {
    this.database = database;
    this.plans = plans;
    this.running = running;
    this.modes = new SessionModes(database.readOnly());
    this.sequences = new SessionSequences(database);
  }

  @Override
  public Database database() {
    return database;
  }

  Settings settings() {
    return settings;
  }

  /** What names mean now; in a transaction that sees one moment, what they meant then. */
  synchronized Catalog catalog() {
    Transaction open = transaction;
    return open == null || modes.isUntouched() || modes.current().hasStatementSnapshots()
        ? database.catalog()
        : open.catalog();
  }

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public void setSchema(String name) {
    if (!SystemViews.allSchemas(database.catalog()).contains(name)) {
      throw new Names(database.catalog(), schema).undefinedSchema(name);
    }
    schema = name;
  }

  @Override
  public List<SettingStatus> describeSettings() {
    return settings.describe();
  }

  @Override
  public void setMemoryLimit(long bytes) {
    memoryLimit = bytes;
  }

  /** What a query or a transaction of this session may hold; to be closed. */
  MemoryUse newMemoryUse() {
    return new MemoryUse(HeapBudget.ofJvm(), memoryLimit);
  }

  /** Charged for each write to the transaction, which gives it back at its end. */
  MemoryUse written() {
    return written;
  }

  /** The values of sequences that this session takes. */
  SequenceValues sequences(ExecutionControl control) {
    return sequences.polling(control::check);
  }

  @Override
  public List<StatementStatus> runningStatements() {
    return running.of(database);
  }

  @Override
  public PreparedSql prepare(String sql, ExecutionControl control) {
    return new ListedSql(preparation(control).prepare(sql), sql, database, running);
  }

  @Override
  public List<SqlResult.Count> executeTogether(
      List<PreparedSql> changes, ExecutionControl control) {
    return change(shared -> within(shared, () -> runAll(changes, control)), control);
  }

  private static List<SqlResult.Count> runAll(List<PreparedSql> changes, ExecutionControl control) {
    List<SqlResult.Count> counts = new ArrayList<>();
    for (PreparedSql change : changes) {
      try {
        counts.add(counted(change.execute(new @Nullable Object[0], control)));
      } catch (VectraException e) {
        throw new BatchRowException(counts.size(), e);
      }
    }
    return counts;
  }

  /** The count of what a change returned. */
  private static SqlResult.Count counted(SqlResult result) {
    if (result instanceof SqlResult.Count count) {
      return count;
    }
    long rows = 0;
    try (ResultCursor returned = ((SqlResult.Rows) result).cursor()) {
      while (returned.next()) {
        rows++;
      }
    }
    return SqlResult.Count.of(rows);
  }

  /** Lets statements join a transaction, be it the open one or that of a change. */
  private <T> T within(Transaction shared, Supplier<T> statements) {
    Transaction open = transaction;
    transaction = shared;
    try {
      return statements.get();
    } finally {
      transaction = open;
    }
  }

  /** How this session makes plans of texts, until {@code control} ends it. */
  Preparation preparation(ExecutionControl control) {
    return new Preparation(this, plans, control);
  }

  /** What a statement that is not planned does. */
  Consumer<ExecutionControl> command(SqlNode statement, String sql) {
    if (statement instanceof SqlTransactionControl control) {
      return unused -> control(control);
    }
    if (statement instanceof SqlTransactionModes said) {
      return unused -> setModes(said);
    }
    if (statement instanceof SqlSetOption option) {
      return unused -> settings = settings.after(option);
    }
    if (statement instanceof SqlSetSchema set) {
      return unused -> setSchema(set.name().getSimple());
    }
    if (statement instanceof SqlCheckpoint) {
      return control -> database.polling(control::check).checkpoint();
    }
    Consumer<ExecutionControl> ddl =
        statement instanceof SqlDefining defining
            ? defining.definition() instanceof Definition.CreateTableAs create
                ? control -> new TableOfQuery(this, create, sql, control).run()
                : control ->
                    new DefinitionDdl(database.polling(control::check), schema)
                        .run(defining.definition(), sql)
            : Ddl.command(this, schema, statement);
    if (ddl == null) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          statement.getKind().name().replace('_', ' ') + " is not supported yet.");
    }
    return control -> {
      commit();
      ddl.accept(control);
    };
  }

  private void control(SqlTransactionControl control) {
    String name = String.valueOf(control.savepoint());
    switch (control.kind()) {
      case BEGIN -> begin();
      case COMMIT -> commit();
      case ROLLBACK -> rollback();
      case SAVEPOINT -> {
        requireTransaction();
        savepoints.set(openTransaction().savepoint(), written.used(), name);
      }
      case ROLLBACK_TO_SAVEPOINT -> rollbackTo(savepoints.named(name));
      case RELEASE_SAVEPOINT -> savepoints.release(savepoints.named(name));
    }
  }

  private void begin() {
    requireNoTransaction();
    openTransaction();
  }

  private void requireNoTransaction() {
    if (transaction != null) {
      throw new VectraException(
          ErrorCode.INVALID_TRANSACTION_STATE,
          "A transaction is open already: COMMIT or ROLLBACK it first.");
    }
  }

  private void setModes(SqlTransactionModes said) {
    boolean begins = said.scope() == SqlTransactionModes.Scope.BEGIN;
    if (begins) {
      requireNoTransaction();
    }
    modes.set(said);
    if (begins) {
      openTransaction();
    }
  }

  @Override
  public TransactionModes transactionModes() {
    return modes.following();
  }

  @Override
  public void setTransactionModes(TransactionModes following) {
    modes.setFollowing(following);
  }

  @Override
  public boolean readOnly() {
    return modes.current().readOnly();
  }

  private void requireTransaction() {
    if (transaction == null && autoCommit) {
      throw new VectraException(
          ErrorCode.INVALID_TRANSACTION_STATE,
          "There is no transaction to set a savepoint in: BEGIN one first.");
    }
  }

  @Override
  public boolean autoCommit() {
    return autoCommit;
  }

  @Override
  public synchronized void setAutoCommit(boolean on) {
    if (on && !autoCommit) {
      commit();
    }
    autoCommit = on;
  }

  @Override
  public synchronized void commit() {
    Transaction open = transaction;
    transaction = null;
    modes.ended();
    savepoints.clear();
    try {
      if (open != null) {
        open.commit();
      }
    } finally {
      written.close();
    }
  }

  @Override
  public synchronized void rollback() {
    Transaction open = transaction;
    transaction = null;
    modes.ended();
    savepoints.clear();
    written.close();
    if (open != null) {
      open.rollback();
    }
  }

  @Override
  public synchronized int savepoint() {
    return savepoints.set(openTransaction().savepoint(), written.used(), null);
  }

  @Override
  public synchronized void rollbackTo(int savepoint) {
    if (transaction == null) {
      throw new VectraException(
          ErrorCode.UNKNOWN_SAVEPOINT, "There is no open transaction to roll back in.");
    }
    Savepoints.Savepoint to = savepoints.rollbackTo(savepoint);
    transaction.rollbackTo(to.mark());
    written.freeTo(to.held());
  }

  @Override
  public synchronized void release(int savepoint) {
    savepoints.release(savepoint);
  }

  @Override
  public synchronized void close() {
    rollback();
  }

  @Override
  public boolean inTransaction() {
    return transaction != null || !autoCommit;
  }

  /**
   * A transaction for values that are the statements' own: they were copied when they were bound.
   */
  private Transaction newTransaction() {
    Transaction begun = database.begin();
    begun.ownArrays();
    return begun;
  }

  private Transaction openTransaction() {
    Transaction open = transaction;
    if (open == null) {
      open = newTransaction();
      transaction = open;
      written = newMemoryUse();
      modes.begun();
    }
    return open;
  }

  /**
   * The open transaction at the begin of a statement, which may see what others committed before.
   *
   * @return whether it may
   */
  private boolean beginStatement(Transaction open) {
    boolean newest = modes.runsFirst() || modes.current().hasStatementSnapshots();
    if (newest) {
      open.refresh();
    }
    return newest;
  }

  /** The CHECK constraints of a table, or null. */
  @Nullable TableChecks checks(TableSchema table) {
    return TableChecks.of(table, database.catalog(), plans);
  }

  /** What a query reads from, and what ends with it. */
  record View(ReadView view, Runnable end) {}

  /** The open transaction, or a snapshot of its own. */
  synchronized View readView() {
    if (inTransaction()) {
      Transaction open = openTransaction();
      beginStatement(open);
      if (!modes.current().hasStatementSnapshots()) {
        return new View(open, () -> {});
      }
      Snapshot pinned = open.pinned(); // the next statement sees more, this one does not
      return new View(pinned, pinned::close);
    }
    Snapshot snapshot = database.snapshot();
    return new View(snapshot, snapshot::close);
  }

  /**
   * Runs a change in the open transaction; where it waited for others, again on what these have
   * left, if the statement may see that.
   */
  private <T> T changeIn(
      Transaction open, boolean newest, Function<Transaction, T> change, LockWait wait) {
    int mark = open.savepoint();
    long held = written.used();
    try {
      while (true) {
        open.waitFor(wait);
        T result = change.apply(open);
        if (!open.hasWaited() || !newest) {
          return result;
        }
        open.rollbackTo(mark);
        written.freeTo(held);
        open.refresh();
      }
    } catch (RuntimeException | Error e) {
      open.rollbackTo(mark);
      written.freeTo(held);
      throw e;
    }
  }

  /**
   * Runs a change as a whole: in the open transaction with a savepoint around it, or in a
   * transaction of its own, again on a fresh snapshot while others change the same rows.
   */
  synchronized <T> T change(Function<Transaction, T> change, ExecutionControl control) {
    LockWait wait = new LockWait(settings.lockTimeout(), control::check);
    if (inTransaction()) {
      Transaction open = openTransaction();
      return changeIn(open, beginStatement(open), change, wait);
    }
    for (int attempt = 1; ; attempt++) {
      control.check();
      boolean changed = false;
      written = newMemoryUse();
      try (MemoryUse ofOwn = written;
          Transaction own = newTransaction()) {
        own.waitFor(wait);
        T result = change.apply(own);
        changed = true;
        own.commit(control::check);
        return result;
      } catch (VectraException e) {
        // A key that others took since the snapshot: run again, the statement sees it.
        boolean taken = changed && e.code() == ErrorCode.UNIQUE_VIOLATION;
        boolean conflict = taken || e.code() == ErrorCode.SERIALIZATION_CONFLICT;
        if (!conflict || attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
