package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.PlanCosts;
import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.function.Metrics;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.calcite.parser.SqlAlterVectraTable;
import io.vectra.calcite.parser.SqlColumnDefinition;
import io.vectra.calcite.parser.SqlCreateScalarIndex;
import io.vectra.calcite.parser.SqlCreateVectorIndex;
import io.vectra.calcite.parser.SqlCreateVectraTable;
import io.vectra.calcite.parser.SqlDropVectraIndex;
import io.vectra.calcite.parser.SqlDropVectraTable;
import io.vectra.calcite.parser.SqlTruncateVectraTable;
import io.vectra.calcite.parser.TableConstraint;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemSource;
import io.vectra.calcite.system.SystemState;
import io.vectra.calcite.system.SystemViews;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.Database;
import io.vectra.engine.Snapshot;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.memory.HeapBudget;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** Statements that change the catalog, as calls of the database. */
final class Ddl {
  private static final Set<String> INDEX_OPTIONS =
      Set.of("metric", "m", "ef_construction", "quantization");

  private final SystemSource source;
  private final Database database;
  private final String schema;
  private final ExecutionControl control;

  private Ddl(SystemSource source, String schema, ExecutionControl control) {
    this.source = source;
    this.database = source.database().polling(control::check);
    this.control = control;
    this.schema = schema;
  }

  private Names names() {
    return new Names(database.catalog(), schema);
  }

  /**
   * What a statement does, or null when it changes no table or index.
   *
   * @param schema of names that are written without one
   */
  static @Nullable Consumer<ExecutionControl> command(
      SystemSource source, String schema, SqlNode statement) {
    Consumer<Ddl> change = change(statement);
    return change == null ? null : control -> change.accept(new Ddl(source, schema, control));
  }

  private static @Nullable Consumer<Ddl> change(SqlNode statement) {
    if (statement instanceof SqlCreateVectraTable create) {
      return ddl -> ddl.createTable(create);
    }
    if (statement instanceof SqlCreateVectorIndex create) {
      return ddl -> ddl.createIndex(create);
    }
    if (statement instanceof SqlCreateScalarIndex create) {
      return ddl -> ddl.createIndex(create);
    }
    if (statement instanceof SqlDropVectraTable drop) {
      return ddl -> ddl.dropTable(drop);
    }
    if (statement instanceof SqlDropVectraIndex drop) {
      return ddl -> ddl.dropIndex(drop);
    }
    if (statement instanceof SqlAlterVectraTable alter) {
      return ddl -> ddl.alterTable(alter);
    }
    if (statement instanceof SqlTruncateVectraTable truncate) {
      return ddl -> ddl.truncate(truncate);
    }
    return null;
  }

  private void createTable(SqlCreateVectraTable create) {
    QualifiedName name = changed(create.name());
    if (create.ifNotExists() && database.catalog().table(name) != null) {
      return;
    }
    List<Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>(create.primaryKey());
    for (SqlColumnDefinition definition : create.columns()) {
      columns.add(ColumnDefinitions.column(definition, keys.contains(definition.name()), names()));
    }
    List<Integer> positions = new ArrayList<>();
    for (String key : keys) {
      positions.add(position(name.name(), columns, key));
    }
    TableSchema plain = TableSchema.define(name.name(), columns, positions).in(name.schema());
    List<Constraint> constraints =
        new ConstraintDefinitions(names(), plain.created(Constraint.ForeignKey.SELF))
            .of(create.constraints());
    TableSchema table =
        TableSchema.define(name.name(), columns, positions, constraints).in(name.schema());
    List<ScalarIndex> uniques = ScalarIndexes.of(database.catalog(), table, create.uniques());
    database.createTable(table, uniques);
  }

  private static int position(String table, List<Column> columns, String key) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(key)) {
        return i;
      }
    }
    throw new VectraException(
        ErrorCode.UNDEFINED_COLUMN,
        "The primary key of " + table + " names " + key + ", which is no column of it.");
  }

  private void createIndex(SqlCreateVectorIndex create) {
    SqlIdentifier given = create.name();
    TableSchema table = table(changed(create.table()));
    QualifiedName name = given == null ? freeName(create, table) : indexName(given, table);
    if (create.ifNotExists() && database.catalog().index(name) != null) {
      return;
    }
    int column = Names.position(table, create.column());
    database.createIndex(
        new VectorIndex(0, name.name(), table.id(), column, indexOptions(create.options())));
  }

  private void createIndex(SqlCreateScalarIndex create) {
    TableSchema table = table(changed(create.table()));
    SqlIdentifier given = create.name();
    QualifiedName name = given == null ? null : indexName(given, table);
    if (create.ifNotExists() && name != null && database.catalog().index(name) != null) {
      return;
    }
    database.createIndex(
        ScalarIndexes.of(database.catalog(), table, create, name == null ? null : name.name()));
  }

  /** A name for an index that was given none, as PostgreSQL makes one. */
  private QualifiedName freeName(SqlCreateVectorIndex create, TableSchema table) {
    String name = table.name() + "_" + create.column() + "_IDX";
    QualifiedName free = new QualifiedName(table.schema(), name);
    for (int number = 1; database.catalog().index(free) != null; number++) {
      free = new QualifiedName(table.schema(), name + number);
    }
    return free;
  }

  /** An index is in the schema of its table, whatever the session's is. */
  private static QualifiedName indexName(SqlIdentifier given, TableSchema table) {
    SystemViews.refuseChange(given, table.schema());
    int last = given.names.size() - 1;
    if (last > 1 || (last == 1 && !given.names.get(0).equals(table.schema()))) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "Index "
              + given
              + " cannot be in another schema than its table, which is in "
              + table.schema()
              + ".");
    }
    return new QualifiedName(table.schema(), given.names.get(last));
  }

  private static VectorIndexOptions indexOptions(Map<String, SqlLiteral> options) {
    Set<String> unknown = new HashSet<>(options.keySet());
    unknown.removeAll(INDEX_OPTIONS);
    if (!unknown.isEmpty()) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "Index option "
              + unknown
              + " does not exist; known ones are metric, m, ef_construction and"
              + " quantization.");
    }
    SqlLiteral metricLiteral = options.get("metric");
    Metric metric =
        metricLiteral == null ? Metric.COSINE : Metrics.of(String.valueOf(metricLiteral.toValue()));
    return new VectorIndexOptions(
        metric,
        number(options, "m", VectorIndexOptions.DEFAULT_M),
        number(options, "ef_construction", VectorIndexOptions.DEFAULT_EF_CONSTRUCTION),
        quantization(options.get("quantization")));
  }

  private static @Nullable Quantization quantization(@Nullable SqlLiteral literal) {
    if (literal == null) {
      return null;
    }
    String word = String.valueOf(literal.toValue());
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "none" -> Quantization.NONE;
      case "int8" -> Quantization.INT8;
      case "bit" -> Quantization.BIT;
      default ->
          throw new VectraException(
              ErrorCode.INVALID_PARAMETER,
              "Index option quantization = '"
                  + word
                  + "' is not allowed: it is 'none', 'int8' or 'bit'.");
    };
  }

  private static int number(Map<String, SqlLiteral> options, String name, int absent) {
    SqlLiteral literal = options.get(name);
    return literal == null
        ? absent
        : (Integer)
            Conversions.convert(
                String.valueOf(literal.toValue()),
                ColumnType.of(ColumnType.Kind.INTEGER),
                "index option " + name);
  }

  private void alterTable(SqlAlterVectraTable alter) {
    QualifiedName name = changed(alter.name());
    if (alter.ifExists() && database.catalog().table(name) == null) {
      return;
    }
    TableSchema table = table(name);
    if (alter.change() instanceof SqlAlterVectraTable.AddUnique add) {
      ScalarIndexes.of(database.catalog(), table, List.of(add.constraint()))
          .forEach(database::createIndex);
      return;
    }
    if (alter.change() instanceof SqlAlterVectraTable.DropConstraint drop
        && table.constraint(drop.constraint()) == null) {
      ScalarIndex unique = ScalarIndexes.constraint(database.catalog(), table, drop);
      if (unique != null) {
        database.dropIndex(unique.id(), drop.cascade());
      }
      return;
    }
    if (alter.change() instanceof SqlAlterVectraTable.AddConstraint add) {
      addConstraint(table, add.constraint());
      return;
    }
    if (alter.change() instanceof SqlAlterVectraTable.AddColumn add) {
      if (!add.ifNotExists() || table.positionOf(add.column().name()) < 0) {
        alter(table, scope -> AddedColumn.of(add.column(), table, names(), scope));
      }
      return;
    }
    Alteration alteration = alteration(table, alter.change());
    if (alteration != null) {
      refuseBrokenViews(table, alteration);
      database.alterTable(table.id(), alteration);
    }
  }

  /** Nothing that a view needs goes, or gets another name. */
  private void refuseBrokenViews(TableSchema table, Alteration alteration) {
    TableSchema after = table;
    if (alteration instanceof Alteration.DropColumn drop && hasOther(table, drop.column())) {
      after = table.withColumnDropped(table.positionOf(drop.column()));
    } else if (alteration instanceof Alteration.RenameColumn rename
        && table.positionOf(rename.column()) >= 0) {
      after = table.withColumnRenamed(table.positionOf(rename.column()), rename.newName());
    } else if (alteration instanceof Alteration.RenameTable rename) {
      after = table.withName(rename.newName());
    }
    if (after != table) {
      Catalog catalog = database.catalog();
      String change = "Table " + table.name() + " cannot be altered so";
      DependentViews.refuseBroken(catalog, catalog.with(after), change);
    }
  }

  /** Whether a table has a column that is not part of its key, and another one. */
  private static boolean hasOther(TableSchema table, String column) {
    int position = table.positionOf(column);
    return position >= 0 && !table.primaryKey().contains(position) && table.columns().size() > 1;
  }

  /** The engine's word for a change; null where there is nothing to do. */
  private @Nullable Alteration alteration(TableSchema table, SqlAlterVectraTable.Change change) {
    if (change instanceof SqlAlterVectraTable.DropColumn drop) {
      if (drop.ifExists() && table.positionOf(drop.column()) < 0) {
        return null;
      }
      Names.position(table, drop.column());
      return new Alteration.DropColumn(drop.column(), drop.cascade());
    }
    if (change instanceof SqlAlterVectraTable.DropConstraint drop) {
      boolean missing = drop.ifExists() && table.constraint(drop.constraint()) == null;
      return missing ? null : new Alteration.DropConstraint(drop.constraint());
    }
    if (change instanceof SqlAlterVectraTable.RenameColumn rename) {
      Names.position(table, rename.column());
      return new Alteration.RenameColumn(rename.column(), rename.newName());
    }
    if (change instanceof SqlAlterVectraTable.RenameTable rename) {
      return new Alteration.RenameTable(rename.newName());
    }
    if (change instanceof SqlAlterVectraTable.SetNullable set) {
      Names.position(table, set.column());
      return new Alteration.SetNullable(set.column(), set.nullable());
    }
    SqlAlterVectraTable.SetDefault set = (SqlAlterVectraTable.SetDefault) change;
    ColumnType type = table.column(Names.position(table, set.column())).type();
    return new Alteration.SetDefault(
        set.column(), ColumnDefinitions.defaultValue(set.column(), set.value(), type, names()));
  }

  private void addConstraint(TableSchema table, TableConstraint definition) {
    Constraint constraint =
        new ConstraintDefinitions(names(), table).of(List.of(definition)).get(0);
    if (!(constraint instanceof Constraint.Check check)) {
      database.alterTable(
          table.id(), new Alteration.AddConstraint(constraint, Alteration.RowValidation.NONE));
      return;
    }
    TableChecks checks = TableChecks.of(table, check);
    alter(table, scope -> new Alteration.AddConstraint(check, row -> checks.check(row, scope)));
  }

  /** Changes a table by what may evaluate conditions for its rows. */
  private void alter(TableSchema table, Function<QueryScope, Alteration> alteration) {
    try (Snapshot snapshot = database.snapshot()) {
      QueryScope scope =
          new QueryScope(
              snapshot,
              control,
              0,
              false,
              () -> new MemoryUse(HeapBudget.ofJvm(), HeapBudget.DEFAULT_LIMIT),
              new PlanCosts(),
              new SystemState(source),
              new SessionSequences(database));
      database.alterTable(table.id(), alteration.apply(scope));
    }
  }

  private void dropTable(SqlDropVectraTable drop) {
    QualifiedName name = changed(drop.name());
    TableSchema table = database.catalog().table(name);
    if (table == null && drop.ifExists()) {
      return;
    }
    Catalog catalog = database.catalog();
    int id = table(name).id();
    List<QualifiedName> broken = DependentViews.broken(catalog, catalog.without(id));
    if (broken.isEmpty()) {
      database.dropTable(id, drop.cascade());
    } else if (drop.cascade()) {
      database.define(
          now ->
              new DefinitionChange(DependentViews.without(broken, now.definitions()), Set.of(id)));
    } else {
      throw DependentViews.dependent(broken, "Table " + name + " cannot be dropped");
    }
  }

  private void dropIndex(SqlDropVectraIndex drop) {
    QualifiedName name = changed(drop.name());
    if (drop.ifExists() && database.catalog().index(name) == null) {
      return;
    }
    IndexSchema index = names().index(name);
    ScalarIndexes.requireNoConstraint(index);
    database.dropIndex(index.id(), drop.cascade());
  }

  private void truncate(SqlTruncateVectraTable truncate) {
    database.truncate(table(changed(truncate.name())).id());
  }

  private TableSchema table(QualifiedName name) {
    return names().table(name);
  }

  /** The name of what may be created, altered or dropped. */
  private QualifiedName changed(SqlIdentifier identifier) {
    SystemViews.refuseChange(identifier, names().schema());
    return names().of(identifier);
  }
}
