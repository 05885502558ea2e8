package io.vectra.calcite.prepare;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.function.SequenceValues;
import io.vectra.calcite.parser.SqlCheckpoint;
import io.vectra.calcite.parser.SqlDefining;
import io.vectra.calcite.parser.SqlSetSchema;
import io.vectra.calcite.parser.SqlShow;
import io.vectra.calcite.parser.SqlTransactionControl;
import io.vectra.calcite.parser.SqlTransactionModes;
import io.vectra.calcite.parser.SqlVectraExplain;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.system.SettingStatus;
import io.vectra.calcite.system.StatementStatus;
import io.vectra.calcite.system.SystemSource;
import io.vectra.calcite.translate.WellFormedText;
import io.vectra.engine.Database;
import io.vectra.engine.ReadView;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A session: plans statements, runs them in its transaction or in one of their own. */
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
  private @Nullable Transaction transaction;

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

  @Override
  public String schema() {
    return schema;
  }

  @Override
  public void setSchema(String name) {
    if (!database.catalog().definitions().hasSchema(name)) {
      throw Names.undefinedSchema(name);
    }
    schema = name;
  }

  private Names names(Catalog catalog) {
    return new Names(catalog, schema);
  }

  @Override
  public List<SettingStatus> describeSettings() {
    return settings.describe();
  }

  /** The values of sequences that this session takes. */
  SequenceValues sequences() {
    return sequences;
  }

  @Override
  public List<StatementStatus> runningStatements() {
    return running.of(database);
  }

  @Override
  public PreparedSql prepare(String sql) {
    return new ListedSql(prepared(sql), sql, database, running);
  }

  private PreparedSql prepared(String sql) {
    WellFormedText.check(sql, "The statement");
    Catalog catalog = database.catalog();
    PlanCache.Key key = new PlanCache.Key(sql, schema, catalog.version(), List.of());
    Plan cached = plans.get(key);
    if (cached != null) {
      return new PlannedSql(this, sql, new Planned(key, cached));
    }
    LiteralText text = LiteralText.of(sql);
    if (text == null) {
      return parsed(sql, catalog, null);
    }
    PlanCache.Skeleton skeleton =
        new PlanCache.Skeleton(text.skeleton(), schema, catalog.version());
    boolean[] isLifted = plans.lifted(skeleton);
    if (isLifted == null) {
      return parsed(sql, catalog, text);
    }
    return isLifted.length > 0
        ? new LiftedSql(
            this, sql, text, isLifted, catalog.version(), planned(text.with(isLifted), catalog))
        : parsed(sql, catalog, null);
  }

  /**
   * A statement that is parsed.
   *
   * @param text its parts when it is not known yet which of them may be lifted, else null
   */
  private PreparedSql parsed(String sql, Catalog catalog, @Nullable LiteralText text) {
    SqlNode statement = VectraSqlParser.parse(sql);
    if (statement instanceof SqlVectraExplain) {
      return new ExplainSql(this, sql, explain(sql, new Object[0]));
    }
    if (statement instanceof SqlShow show) {
      String name = show.setting();
      return name == null ? prepared(ShowSql.ALL) : new ShowSql(this, name);
    }
    if (Composition.isPlanned(statement)) {
      PreparedSql lifted = text == null ? null : lifted(sql, statement, catalog, text);
      return lifted == null ? planned(sql, statement, catalog) : lifted;
    }
    if (statement.getKind() == SqlKind.PROCEDURE_CALL) {
      return new CallSql(database, Procedure.of((SqlCall) statement));
    }
    boolean readsOnly =
        statement instanceof SqlTransactionControl
            || statement instanceof SqlTransactionModes
            || statement instanceof SqlSetSchema
            || statement instanceof SqlSetOption;
    return new CommandSql(command(statement, sql), readsOnly);
  }

  /** A statement with what can be lifted of it, or null when that is nothing. */
  private @Nullable PreparedSql lifted(
      String sql, SqlNode statement, Catalog catalog, LiteralText text) {
    boolean[] isLifted = LiftedLiterals.of(statement, text, names(catalog));
    if (isLifted.length > 0) {
      try {
        PreparedSql planned = planned(text.with(isLifted), catalog);
        plans.putLifted(
            new PlanCache.Skeleton(text.skeleton(), schema, catalog.version()), isLifted);
        return new LiftedSql(this, sql, text, isLifted, catalog.version(), planned);
      } catch (VectraException e) {
        return null; // the text itself fails too, and tells its own places
      }
    }
    plans.putLifted(new PlanCache.Skeleton(text.skeleton(), schema, catalog.version()), isLifted);
    return null;
  }

  /** A query or change, planned as it is written. */
  PreparedSql planned(String sql) {
    return planned(sql, database.catalog());
  }

  private PreparedSql planned(String sql, Catalog catalog) {
    PlanCache.Key key = new PlanCache.Key(sql, schema, catalog.version(), List.of());
    return new PlannedSql(this, sql, new Planned(key, unboundPlan(sql, catalog)));
  }

  private PreparedSql planned(String sql, SqlNode statement, Catalog catalog) {
    PlanCache.Key key = new PlanCache.Key(sql, schema, catalog.version(), List.of());
    Plan plan = plan(statement, () -> VectraSqlParser.parse(sql), catalog);
    plans.put(key, plan);
    return new PlannedSql(this, sql, new Planned(key, plan));
  }

  /** A plan and what it was made for. */
  record Planned(PlanCache.Key key, Plan plan) {}

  /**
   * The plan of a text for the catalog as it is now and the types of values that are bound.
   *
   * @param known a plan of that text, which is returned if it still holds
   * @param batch values for one execution or several, at least one
   */
  Planned plan(String sql, Planned known, List<@Nullable Object[]> batch) {
    Catalog catalog = database.catalog();
    boolean current =
        known.key().catalogVersion() == catalog.version() && known.key().schema().equals(schema);
    Plan basis = current ? known.plan() : unboundPlan(sql, catalog);
    List<@Nullable BindType> bound = basis.parameters().boundTypes(batch);
    PlanCache.Key key = new PlanCache.Key(sql, schema, catalog.version(), bound);
    if (known.key().equals(key)) {
      return known;
    }
    Plan plan = plans.get(key);
    if (plan == null) {
      Plan unbound = unboundPlan(sql, catalog);
      plan =
          bound.isEmpty()
              ? unbound
              : plan(() -> VectraSqlParser.parse(sql), catalog, unbound, bound);
      plans.put(key, plan);
    }
    return new Planned(key, plan);
  }

  /** The plan of a text before anything is bound. */
  private Plan unboundPlan(String sql, Catalog catalog) {
    PlanCache.Key key = new PlanCache.Key(sql, schema, catalog.version(), List.of());
    Plan plan = plans.get(key);
    if (plan == null) {
      Supplier<SqlNode> parser = () -> VectraSqlParser.parse(sql);
      plan = plan(parser.get(), parser, catalog);
      plans.put(key, plan);
    }
    return plan;
  }

  /** An EXPLAIN, parsed and planned for the catalog as it is now and the values that are bound. */
  ExplainSql.Explained explain(String sql, @Nullable Object[] values) {
    long start = System.nanoTime();
    Catalog catalog = database.catalog();
    SqlVectraExplain explain = (SqlVectraExplain) VectraSqlParser.parse(sql);
    Supplier<SqlNode> parser = () -> VectraSqlParser.parse(sql);
    Plan plan = plan(explain, parser, catalog);
    if (values.length > 0 && !plan.parameters().open().isEmpty()) {
      List<@Nullable Object[]> batch = List.<@Nullable Object[]>of(values);
      plan = plan(parser, catalog, plan, plan.parameters().boundTypes(batch));
    }
    return new ExplainSql.Explained(
        explain.options(), plan, catalog.version(), System.nanoTime() - start);
  }

  /**
   * Plans a statement before anything is bound.
   *
   * @param parser gives the statement once more: planning changes it
   */
  private Plan plan(SqlNode statement, Supplier<SqlNode> parser, Catalog catalog) {
    SqlNode planned =
        statement instanceof SqlVectraExplain explain ? explain.statement() : statement;
    if (!Composition.isPlanned(planned)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "EXPLAIN works for queries and changes of rows, not for " + planned.getKind() + ".");
    }
    return guarded(
        statistics -> {
          Planner planner = new Planner(names(catalog), statistics, ParameterBinding.TEXTS);
          try {
            return planner.plan(statement);
          } catch (RuntimeException | AssertionError e) {
            if (!planner.hasOpenParameters()) {
              throw e;
            }
            return new Planner(names(catalog), statistics, ParameterBinding.ANYTHING)
                .check(parser.get());
          }
        });
  }

  /**
   * Plans a statement for the types of values that are bound.
   *
   * @param unbound its plan before, which is kept where it fits and one for these types does not
   */
  private Plan plan(
      Supplier<SqlNode> parser, Catalog catalog, Plan unbound, List<@Nullable BindType> bound) {
    if (!(unbound instanceof Plan.Unbound)) {
      try {
        return plan(parser, catalog, ofNull(bound, null));
      } catch (VectraException e) {
        return unbound;
      }
    }
    VectraException refused = null;
    for (BindType ofNull : BindType.OF_NULL) {
      try {
        return plan(parser, catalog, ofNull(bound, ofNull));
      } catch (VectraException e) {
        refused = refused == null ? e : refused;
      }
    }
    throw requireNonNull(refused);
  }

  /** The types with one in the place of that of NULL; null leaves it open. */
  private static List<@Nullable BindType> ofNull(
      List<@Nullable BindType> bound, @Nullable BindType ofNull) {
    List<@Nullable BindType> types = new ArrayList<>();
    for (BindType type : bound) {
      types.add(BindType.NULL.equals(type) ? ofNull : type);
    }
    return types;
  }

  private Plan plan(Supplier<SqlNode> parser, Catalog catalog, List<@Nullable BindType> bound) {
    ParameterBinding binding = new ParameterBinding(bound, SqlTypeName.VARCHAR);
    return guarded(
        statistics -> new Planner(names(catalog), statistics, binding).plan(parser.get()));
  }

  private Plan guarded(Function<IntFunction<TableStatistics>, Plan> planning) {
    try {
      return planning.apply(table -> TableStatistics.of(database::snapshot, table));
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }

  private Runnable command(SqlNode statement, String sql) {
    if (statement instanceof SqlTransactionControl control) {
      return () -> control(control);
    }
    if (statement instanceof SqlTransactionModes said) {
      return () -> setModes(said);
    }
    if (statement instanceof SqlSetOption option) {
      return () -> settings = settings.after(option);
    }
    if (statement instanceof SqlSetSchema set) {
      return () -> setSchema(set.name().getSimple());
    }
    if (statement instanceof SqlCheckpoint) {
      return database::checkpoint;
    }
    Runnable ddl =
        statement instanceof SqlDefining defining
            ? () -> new DefinitionDdl(database, schema).run(defining.definition(), sql)
            : Ddl.command(this, schema, statement);
    if (ddl == null) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          statement.getKind().name().replace('_', ' ') + " is not supported yet.");
    }
    return () -> {
      commit();
      ddl.run();
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
        savepoints.set(openTransaction().savepoint(), name);
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
  public void setAutoCommit(boolean on) {
    if (on && !autoCommit) {
      commit();
    }
    autoCommit = on;
  }

  @Override
  public void commit() {
    Transaction open = transaction;
    transaction = null;
    modes.ended();
    savepoints.clear();
    if (open != null) {
      open.commit();
    }
  }

  @Override
  public void rollback() {
    Transaction open = transaction;
    transaction = null;
    modes.ended();
    savepoints.clear();
    if (open != null) {
      open.rollback();
    }
  }

  @Override
  public int savepoint() {
    return savepoints.set(openTransaction().savepoint(), null);
  }

  @Override
  public void rollbackTo(int savepoint) {
    if (transaction == null) {
      throw new VectraException(
          ErrorCode.UNKNOWN_SAVEPOINT, "There is no open transaction to roll back in.");
    }
    transaction.rollbackTo(savepoints.rollbackTo(savepoint));
  }

  @Override
  public void release(int savepoint) {
    savepoints.release(savepoint);
  }

  @Override
  public void close() {
    rollback();
  }

  @Override
  public boolean inTransaction() {
    return transaction != null || !autoCommit;
  }

  private Transaction openTransaction() {
    Transaction open = transaction;
    if (open == null) {
      open = database.begin();
      transaction = open;
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
    return TableChecks.of(table, plans);
  }

  /** What a query reads from, and what ends with it. */
  record View(ReadView view, Runnable end) {}

  /** The open transaction, or a snapshot of its own. */
  View readView() {
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
  private static <T> T changeIn(
      Transaction open, boolean newest, Function<Transaction, T> change, LockWait wait) {
    int mark = open.savepoint();
    try {
      while (true) {
        open.waitFor(wait);
        T result = change.apply(open);
        if (!open.hasWaited() || !newest) {
          return result;
        }
        open.rollbackTo(mark);
        open.refresh();
      }
    } catch (RuntimeException | Error e) {
      open.rollbackTo(mark);
      throw e;
    }
  }

  /**
   * Runs a change as a whole: in the open transaction with a savepoint around it, or in a
   * transaction of its own, again on a fresh snapshot while others change the same rows.
   */
  <T> T change(Function<Transaction, T> change, ExecutionControl control) {
    LockWait wait = new LockWait(settings.lockTimeout(), control::check);
    if (inTransaction()) {
      Transaction open = openTransaction();
      return changeIn(open, beginStatement(open), change, wait);
    }
    for (int attempt = 1; ; attempt++) {
      control.check();
      boolean changed = false;
      try (Transaction own = database.begin()) {
        own.waitFor(wait);
        T result = change.apply(own);
        changed = true;
        own.commit();
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
