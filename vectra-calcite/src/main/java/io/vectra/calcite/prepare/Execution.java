package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.PlanCosts;
import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.function.SequenceValues;
import io.vectra.calcite.held.HeldRows;
import io.vectra.calcite.memory.HeapSize;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.calcite.system.SystemState;
import io.vectra.calcite.translate.Bindings;
import io.vectra.calcite.translate.Constants;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.Database;
import io.vectra.engine.ReadView;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** One execution of a plan in a session. */
final class Execution {
  /** Bytes of a row's place in a list that grows. */
  private static final long PLACE = 16;

  private final OpenSession session;
  private final Plan plan;
  private final ExecutionControl control;
  private final PlanCosts costs = new PlanCosts();
  private final SystemState system;
  private final Database database;
  private final SequenceValues sequences;

  /** Of the table that the plan inserts into; made once for all rows of a batch. */
  private @Nullable GeneratedKeys generatedKeys;

  /** Of the catalog that the last transaction saw; made once for all rows of a batch. */
  private @Nullable TableRules rules;

  /** Holds what a change has read before it writes. */
  private final MemoryUse read;

  Execution(OpenSession session, Plan plan, ExecutionControl control) {
    this.session = session;
    this.plan = plan;
    this.control = control;
    this.system = new SystemState(session);
    this.database = session.database().polling(control::check);
    this.sequences = session.sequences(control);
    this.read = session.newMemoryUse();
  }

  /** Runs with one set of values. */
  SqlResult run(@Nullable Object[] values) {
    requireCount(values);
    if (plan instanceof Plan.OfQuery query) {
      return new SqlResult.Rows(query.columns(), open(query, values));
    }
    if (plan instanceof Plan.OfLocking locking && !session.inTransaction()) {
      return new SqlResult.Rows(locking.columns(), open(locking.source(), values));
    }
    return guarded(() -> session.change(transaction -> result(transaction, values), control));
  }

  private SqlResult result(Transaction transaction, @Nullable Object[] values) {
    if (plan instanceof Plan.OfLocking locking) {
      return LockedRows.read(locking, this, transaction, values);
    }
    if (!(plan instanceof Plan.OfReturning returning)) {
      return change(plan, transaction, values).count();
    }
    Changed changed = change(returning.change(), transaction, values);
    List<@Nullable Object[]> rows =
        read(returning.query(), changed.rows().in(transaction), transaction, values);
    return new SqlResult.Rows(returning.query().columns(), new ListCursor(rows));
  }

  /** Runs with each set of values, all in one transaction. */
  List<SqlResult.Count> runBatch(List<@Nullable Object[]> batch) {
    if (plan instanceof Plan.OfQuery
        || plan instanceof Plan.OfReturning
        || plan instanceof Plan.OfLocking) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "A statement that gives rows cannot be part of a batch; execute it by itself.");
    }
    batch.forEach(this::requireCount);
    return guarded(
        () ->
            session.change(
                transaction -> {
                  List<SqlResult.Count> counts = new ArrayList<>();
                  for (int i = 0; i < batch.size(); i++) {
                    counts.add(inBatch(transaction, batch.get(i), i));
                  }
                  return counts;
                },
                control));
  }

  private SqlResult.Count inBatch(Transaction transaction, @Nullable Object[] values, int row) {
    control.check();
    try {
      return change(plan, transaction, values).count();
    } catch (VectraException e) {
      throw new BatchRowException(row, e);
    }
  }

  /** Opens a query; its cursor ends what it reads from. */
  ResultCursor open(Plan.OfQuery query, @Nullable Object[] values) {
    OpenSession.View view = session.readView();
    try {
      return OpenQuery.of(query, scope(query.hints(), view.view()), values, view.end());
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      view.end().run();
      throw CalciteErrors.translate(e);
    }
  }

  /** What all queries of this execution share. */
  private QueryScope scope(Hints hints, ReadView view) {
    Settings settings = hints.over(session.settings());
    return new QueryScope(
        view,
        control,
        settings.efSearch(),
        settings.exact(),
        session::newMemoryUse,
        costs,
        system,
        sequences);
  }

  /** What operators and the scans that have ended cost, those of sub-queries among them. */
  PlanCosts costs() {
    return costs;
  }

  private Changed change(Plan change, Transaction transaction, @Nullable Object[] values) {
    QueryScope scope = scope(Hints.NONE, transaction);
    StatementWrites writes =
        new StatementWrites(
            transaction, rules(transaction.catalog()), scope, control::check, session.written());
    Changed changed = changeRows(change, writes, values);
    writes.finish();
    return changed;
  }

  private TableRules rules(Catalog catalog) {
    TableRules known = rules;
    if (known == null || known.catalog() != catalog) {
      known = new TableRules(catalog, session::checks);
      rules = known;
    }
    return known;
  }

  private Changed changeRows(Plan change, Transaction transaction, @Nullable Object[] values) {
    if (change instanceof Plan.OfInsert insert) {
      return insert(insert, transaction, values);
    }
    if (change instanceof Plan.OfUpsert upsert) {
      return new UpsertedRows(upsert, this, transaction).write(values);
    }
    if (change instanceof Plan.OfMerge merge) {
      return new MergedRows(merge, this, transaction).write(values);
    }
    if (change instanceof Plan.OfUpdate update) {
      return update(update, transaction, values);
    }
    return delete((Plan.OfDelete) change, transaction, values);
  }

  private Changed insert(Plan.OfInsert insert, Transaction transaction, @Nullable Object[] values) {
    TableSchema table = insert.table();
    List<@Nullable Object[]> rows = proposed(insert, transaction, values);
    List<RowKey> keys = new ArrayList<>();
    for (@Nullable Object[] row : rows) {
      control.check();
      keys.add(transaction.insert(table.id(), row));
    }
    return new Changed(generatedKeys(table).count(keys.size(), rows), Changed.written(table, keys));
  }

  private GeneratedKeys generatedKeys(TableSchema table) {
    GeneratedKeys known = generatedKeys;
    if (known == null) {
      known = GeneratedKeys.of(table);
      generatedKeys = known;
    }
    return known;
  }

  /** The rows that an INSERT is to insert, of the types of the columns, with their identities. */
  List<@Nullable Object[]> proposed(
      Plan.OfInsert insert, Transaction transaction, @Nullable Object[] values) {
    TableSchema table = insert.table();
    List<@Nullable Object[]> rows =
        insert.values() == null
            ? read(java.util.Objects.requireNonNull(insert.source()), transaction, values)
            : constants(
                insert.values(),
                OpenQuery.bindings(insert.subQueries(), scope(Hints.NONE, transaction), values));
    List<@Nullable Object[]> proposed = new ArrayList<>(rows.size());
    for (@Nullable Object[] row : rows) {
      control.check();
      @Nullable Object[] converted = new @Nullable Object[table.columns().size()];
      for (int i = 0; i < converted.length; i++) {
        converted[i] = assigned(table, i, row[i]);
      }
      generate(table, converted);
      proposed.add(converted);
    }
    return proposed;
  }

  private static List<@Nullable Object[]> constants(
      List<List<RexNode>> expressions, Bindings bindings) {
    List<@Nullable Object[]> rows = new ArrayList<>(expressions.size());
    for (List<RexNode> row : expressions) {
      @Nullable Object[] values = new @Nullable Object[row.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Constants.evaluate(row.get(i), bindings);
      }
      rows.add(values);
    }
    return rows;
  }

  /** Fills in the identities that a row leaves out, and defaults that are values of sequences. */
  void generate(TableSchema table, @Nullable Object[] row) {
    takeNextValues(table, row);
    for (int i = 0; i < row.length; i++) {
      Column column = table.column(i);
      if (column.identity() == Column.Identity.NONE) {
        continue;
      }
      if (row[i] == null) {
        row[i] = nextIdentity(table, i);
      } else if (column.identity() == Column.Identity.ALWAYS) {
        throw new VectraException(
            ErrorCode.GENERATED_ALWAYS,
            "Column "
                + table.name()
                + "."
                + column.name()
                + " is GENERATED ALWAYS: leave it out. Nothing was written.");
      }
    }
  }

  private @Nullable Object nextIdentity(TableSchema table, int column) {
    int id = table.column(column).origin().id();
    return assigned(table, column, database.nextIdentity(table.id(), id));
  }

  private void takeNextValues(TableSchema table, @Nullable Object[] row) {
    for (int i = 0; i < table.columns().size(); i++) {
      if (row[i] instanceof NextValue next) {
        QualifiedName sequence = new QualifiedName(next.schema(), next.sequence());
        row[i] = assigned(table, i, sequences.next(sequence));
      }
    }
  }

  private Changed update(Plan.OfUpdate update, Transaction transaction, @Nullable Object[] values) {
    TableSchema table = update.table();
    int width = table.columns().size();
    List<@Nullable Object[]> rows = read(update.source(), transaction, values);
    Set<RowKey> done = new HashSet<>();
    List<Replaced> replaced = new ArrayList<>();
    @Nullable Object[] constants =
        rows.isEmpty()
            ? new @Nullable Object[0]
            : constants(List.of(update.constants()), new Bindings(values)).get(0);
    for (@Nullable Object[] row : rows) {
      RowKey key = key(row[width]);
      if (done.add(key)) {
        @Nullable Object[] computed = Arrays.copyOf(row, row.length + constants.length);
        System.arraycopy(constants, 0, computed, row.length, constants.length);
        replaced.add(new Replaced(key, row, replaced(table, row, update.values(), computed)));
      }
    }
    List<RowKey> written = update(table, replaced, transaction);
    return Changed.of(written.size(), Changed.written(table, written));
  }

  /** A row as values are assigned to it, with its defaults and identities. */
  @Nullable Object[] replaced(
      TableSchema table,
      @Nullable Object[] before,
      List<AssignedValue> values,
      @Nullable Object[] computed) {
    @Nullable Object[] after = AssignedValue.replaced(table, before, values, computed);
    takeNextValues(table, after);
    for (AssignedValue value : values) {
      if (value.isDefault() && table.column(value.column()).identity() != Column.Identity.NONE) {
        after[value.column()] = nextIdentity(table, value.column());
      }
    }
    return after;
  }

  /** Writes rows that are replaced; gives the keys that they have now. */
  List<RowKey> update(TableSchema table, List<Replaced> rows, Transaction transaction) {
    return UpdatedRows.write(transaction, table, rows, control);
  }

  /** Throws when the statement was canceled or is too late. */
  void check() {
    control.check();
  }

  private Changed delete(Plan.OfDelete delete, Transaction transaction, @Nullable Object[] values) {
    int keyPosition = delete.table().columns().size();
    List<@Nullable Object[]> deleted = new ArrayList<>();
    for (@Nullable Object[] row : read(delete.source(), transaction, values)) {
      control.check();
      if (transaction.delete(delete.table().id(), key(row[keyPosition]))) {
        deleted.add(row);
      }
    }
    return Changed.of(deleted.size(), unused -> deleted);
  }

  /** The key of a row that was read with it. */
  static RowKey key(@Nullable Object bytes) {
    if (bytes instanceof byte[] encoded) {
      return new RowKey(encoded);
    }
    throw new IllegalStateException("a row came without its key: " + bytes);
  }

  /** All rows of a source, read before anything is changed. */
  private List<@Nullable Object[]> read(
      Plan.OfQuery source, Transaction transaction, @Nullable Object[] values) {
    return read(source, List.of(), transaction, values);
  }

  /**
   * All rows of a query.
   *
   * @param held what the statement holds, if the query reads that
   */
  List<@Nullable Object[]> read(
      Plan.OfQuery source,
      List<@Nullable Object[]> held,
      Transaction transaction,
      @Nullable Object[] values) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    int width = source.columns().size();
    QueryScope scope = scope(source.hints(), transaction);
    scope.hold(new HeldRows(held));
    try (ResultCursor cursor = OpenQuery.of(source, scope, values, () -> {})) {
      while (cursor.next()) {
        @Nullable Object[] row = new @Nullable Object[width];
        for (int i = 0; i < width; i++) {
          row[i] = cursor.value(i);
        }
        read.charge(HeapSize.of(row) + PLACE);
        rows.add(row);
      }
    }
    return rows;
  }

  /** A value made one of a column's type. */
  static @Nullable Object assigned(TableSchema table, int column, @Nullable Object value) {
    return value == null
        ? null
        : Conversions.convert(
            value,
            table.column(column).type(),
            "column " + table.name() + "." + table.column(column).name());
  }

  private void requireCount(@Nullable Object[] values) {
    int expected = plan.parameters().count();
    if (values.length != expected) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "The statement has " + expected + " parameters, but " + values.length + " are bound.");
    }
  }

  /** Something that gives a result or fails. */
  private interface Action<T> {
    T run();
  }

  private <T> T guarded(Action<T> action) {
    try (read) {
      return action.run();
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }
}
