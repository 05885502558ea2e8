package io.vectra.calcite.adapter;

import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import io.vectra.calcite.execute.EnumerableVectraScan;
import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.rule.VectraRules;
import io.vectra.calcite.schema.StandaloneSource;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Vectra;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.schema.TableSchema;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * The tables of a database as a schema of Calcite's, to be read. Calcite does not tell a schema
 * that its connection has been closed: {@link #close} releases the database, or the garbage
 * collector when nothing refers to the schema any more.
 */
public final class DatabaseSchema extends AbstractSchema implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Database database;
  private final Cleaner.Cleanable release;
  private final Source source;

  private DatabaseSchema(Database database) {
    this.database = database;
    this.release = CLEANER.register(this, database::close);
    this.source = new Source(database);
  }

  /**
   * The database in a directory, which must be there.
   *
   * @param readOnly whether nothing at all is written to its files; else what a crash left is made
   *     safe when it is opened
   * @throws io.vectra.engine.error.VectraException NOT_A_DATABASE, DATABASE_LOCKED, CORRUPTION
   */
  public static DatabaseSchema open(Path directory, boolean readOnly) {
    OpenOptions options =
        OpenOptions.defaults()
            .withCreateIfMissing(false)
            .withReadOnly(readOnly)
            .withExclusive(false);
    return new DatabaseSchema(Vectra.open(directory, options));
  }

  /**
   * The tables of a database that is open; closing the schema closes this handle of it.
   *
   * @param database a handle of the schema's own
   */
  public static DatabaseSchema of(Database database) {
    return new DatabaseSchema(database);
  }

  /** Releases the database; queries that run may fail. */
  @Override
  public void close() {
    release.clean();
  }

  /** The tables as they are now. */
  @Override
  protected Map<String, Table> getTableMap() {
    Catalog catalog = database.catalog();
    Map<String, Table> tables = new HashMap<>();
    for (TableSchema table : catalog.tables()) {
      tables.put(table.name(), new AdaptedTable(table(table)));
    }
    return tables;
  }

  private VectraTable table(TableSchema table) {
    return VectraTable.standalone(table, TableStatistics.of(source::snapshot, table.id()), source);
  }

  @Override
  protected Multimap<String, Function> getFunctionMultimap() {
    ImmutableMultimap.Builder<String, Function> functions = ImmutableMultimap.builder();
    VectraOperators.functions().forEach(functions::put);
    functions.put(NearestMacro.NAME, new NearestMacro(database::catalog, this::table));
    return functions.build();
  }

  /** Where scans read from. */
  private record Source(Database database) implements StandaloneSource {
    private static final List<RelOptRule> RULES = new ArrayList<>(VectraRules.ALL);

    static {
      RULES.add(EnumerableVectraScan.RULE);
      RULES.add(new ChangeRefusal());
    }

    @Override
    public Snapshot snapshot() {
      return database.snapshot();
    }

    @Override
    public List<RelOptRule> rules() {
      return RULES;
    }
  }
}
