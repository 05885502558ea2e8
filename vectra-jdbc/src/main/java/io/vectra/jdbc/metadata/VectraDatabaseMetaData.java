package io.vectra.jdbc.metadata;

import io.vectra.calcite.system.DefaultTexts;
import io.vectra.calcite.system.PrimaryKeys;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Commented;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.jdbc.ClientInfo;
import io.vectra.jdbc.VectorType;
import io.vectra.jdbc.Wrappers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the database holds, from its catalog; a null pattern stands for everything. */
public final class VectraDatabaseMetaData extends DatabaseCapabilities {
  private static final String TABLE = "TABLE";
  private static final String VIEW = "VIEW";
  private static final String SYSTEM_TABLE = "SYSTEM TABLE";

  private final Connection connection;
  private final String url;
  private final VectorType vectorType;
  private final CatalogSource catalogs;

  /** Gives the catalog as it is now, or says that the connection is closed. */
  @FunctionalInterface
  public interface CatalogSource {
    Catalog catalog() throws SQLException;
  }

  public VectraDatabaseMetaData(
      Connection connection, String url, VectorType vectorType, CatalogSource catalogs) {
    this.connection = connection;
    this.url = url;
    this.vectorType = vectorType;
    this.catalogs = catalogs;
  }

  @Override
  public Connection getConnection() {
    return connection;
  }

  @Override
  public String getURL() {
    return url;
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    return connection.isReadOnly();
  }

  /** A table or system view with the schema that it is in. */
  private record Listed(String schema, String type, TableSchema table) {}

  /**
   * In JDBC's order. There are no catalogs, so that one that is asked for by name holds nothing.
   */
  private List<Listed> listed(
      @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
      throws SQLException {
    Stream<Listed> tables =
        catalogs.catalog().tables().stream().map(table -> new Listed(table.schema(), TABLE, table));
    Stream<Listed> views =
        catalogs.catalog().definitions().views().stream()
            .map(view -> new Listed(view.name().schema(), VIEW, view.definition()));
    Stream<Listed> systemViews =
        SystemViews.ALL.stream()
            .map(view -> new Listed(view.schema(), SYSTEM_TABLE, view.definition()));
    return Stream.of(tables, views, systemViews)
        .flatMap(listed -> listed)
        .filter(any -> isNoCatalog(catalog))
        .filter(any -> NamePattern.matches(schemaPattern, any.schema()))
        .filter(any -> NamePattern.matches(tablePattern, any.table().name()))
        .sorted(
            Comparator.comparing(Listed::schema)
                .thenComparing(any -> any.table().name(), Comparator.naturalOrder()))
        .toList();
  }

  /** Which tables a name means, which is no pattern; null stands for all, as in patterns. */
  private static Predicate<TableSchema> tableNamed(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return table ->
        isNoCatalog(catalog)
            && (schema == null || schema.equals(table.schema()))
            && (name == null || name.equals(table.name()));
  }

  private List<TableSchema> tablesNamed(
      @Nullable String catalog, @Nullable String schema, @Nullable String name)
      throws SQLException {
    return catalogs.catalog().tables().stream().filter(tableNamed(catalog, schema, name)).toList();
  }

  private static boolean isNoCatalog(@Nullable String catalog) {
    return catalog == null || catalog.isEmpty();
  }

  @Override
  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Listed any : listed(catalog, schemaPattern, tablePattern)) {
      if (types == null || Arrays.asList(types).contains(any.type())) {
        rows.add(
            new @Nullable Object[] {
              null,
              any.schema(),
              any.table().name(),
              any.type(),
              remarks(any),
              null,
              null,
              null,
              null,
              null
            });
      }
    }
    rows.sort(Comparator.comparing(row -> (String) row[3]));
    return Layout.TABLES.rows(rows);
  }

  private @Nullable String remarks(Listed listed) throws SQLException {
    QualifiedName name = new QualifiedName(listed.schema(), listed.table().name());
    Commented target =
        listed.type().equals(TABLE) ? Commented.table(listed.table().id()) : Commented.view(name);
    return catalogs.catalog().definitions().comment(target);
  }

  private @Nullable String remarks(Listed listed, int position) throws SQLException {
    int columnId = listed.table().column(position).origin().id();
    return listed.type().equals(TABLE)
        ? catalogs.catalog().definitions().comment(Commented.column(listed.table().id(), columnId))
        : null;
  }

  @Override
  public ResultSet getColumns(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      @Nullable String columnPattern)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Listed any : listed(catalog, schemaPattern, tablePattern)) {
      for (int i = 0; i < any.table().columns().size(); i++) {
        if (NamePattern.matches(columnPattern, any.table().column(i).name())) {
          rows.add(columnRow(any, i, remarks(any, i)));
        }
      }
    }
    return Layout.COLUMNS.rows(rows);
  }

  private @Nullable Object[] columnRow(Listed listed, int position, @Nullable String remarks) {
    TableSchema table = listed.table();
    Column column = table.column(position);
    Kind kind = column.type().kind();
    boolean nullable = column.nullable() && !table.primaryKey().contains(position);
    int typeSize = TypeDescriptions.size(column.type());
    int size = kind == Kind.VECTOR ? vectorType.size(typeSize) : typeSize;
    boolean identity = column.identity() != Column.Identity.NONE;
    return new @Nullable Object[] {
      null,
      listed.schema(),
      table.name(),
      column.name(),
      kind == Kind.VECTOR ? vectorType.jdbcType() : TypeDescriptions.jdbcType(kind),
      kind == Kind.VECTOR ? vectorType.typeName() : ColumnType.nameOf(kind),
      size,
      null,
      TypeDescriptions.digitsAfterPoint(column.type()),
      TypeDescriptions.isNumber(kind) ? 10 : null,
      nullable ? columnNullable : columnNoNulls,
      remarks,
      DefaultTexts.of(column.defaultValue()),
      null,
      null,
      kind == Kind.VARCHAR ? size : null,
      position + 1,
      nullable ? "YES" : "NO",
      null,
      null,
      null,
      null,
      identity ? "YES" : "NO",
      "NO"
    };
  }

  @Override
  public ResultSet getPrimaryKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String name)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : tablesNamed(catalog, schema, name)) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        String column = table.column(table.primaryKey().get(i)).name();
        rows.add(
            new @Nullable Object[] {
              null, table.schema(), table.name(), column, (short) (i + 1), PrimaryKeys.name(table)
            });
      }
    }
    rows.sort(Comparator.comparing(row -> (String) row[3]));
    return Layout.PRIMARY_KEYS.rows(rows);
  }

  @Override
  public ResultSet getIndexInfo(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      boolean unique,
      boolean approximate)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : tablesNamed(catalog, schema, name)) {
      for (int i = 0; i < table.primaryKey().size(); i++) {
        int column = table.primaryKey().get(i);
        rows.add(indexRow(table, false, PrimaryKeys.name(table), i + 1, column, "A"));
      }
      for (IndexSchema index : catalogs.catalog().indexesOf(table.id())) {
        for (int i = 0; i < index.columns().size() && (!unique || isUnique(index)); i++) {
          int column = index.columns().get(i);
          rows.add(indexRow(table, !isUnique(index), index.name(), i + 1, column, order(index, i)));
        }
      }
    }
    rows.sort(
        Comparator.<@Nullable Object[], Boolean>comparing(row -> (Boolean) row[3])
            .thenComparing(row -> (String) row[5])
            .thenComparing(row -> (String) row[1])
            .thenComparing(row -> (String) row[2])
            .thenComparing(row -> (Short) row[7]));
    return Layout.INDEXES.rows(rows);
  }

  private static boolean isUnique(IndexSchema index) {
    return index instanceof ScalarIndex scalar && scalar.unique();
  }

  /** How an index says that it orders a column; null where it does not. */
  private static @Nullable String order(IndexSchema index, int part) {
    if (!(index instanceof ScalarIndex scalar)) {
      return null;
    }
    return scalar.key().get(part).descending() ? "D" : "A";
  }

  private static @Nullable Object[] indexRow(
      TableSchema table,
      boolean nonUnique,
      String name,
      int ordinal,
      int column,
      @Nullable String order) {
    return new @Nullable Object[] {
      null,
      table.schema(),
      table.name(),
      nonUnique,
      null,
      name,
      tableIndexOther,
      (short) ordinal,
      table.column(column).name(),
      order,
      0L,
      0L,
      null
    };
  }

  @Override
  public ResultSet getBestRowIdentifier(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      int scope,
      boolean nullable)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSchema table : tablesNamed(catalog, schema, name)) {
      for (int position : table.primaryKey()) {
        Column column = table.column(position);
        Integer digits = TypeDescriptions.digitsAfterPoint(column.type());
        rows.add(
            new @Nullable Object[] {
              (short) bestRowSession,
              column.name(),
              TypeDescriptions.jdbcType(column.type().kind()),
              ColumnType.nameOf(column.type().kind()),
              TypeDescriptions.size(column.type()),
              null,
              digits == null ? null : digits.shortValue(),
              (short) bestRowNotPseudo
            });
      }
    }
    return Layout.ROW_IDENTIFIERS.rows(rows);
  }

  @Override
  public ResultSet getTypeInfo() {
    return Layout.TYPES.rows(TypeDescriptions.typeInfo(vectorType));
  }

  @Override
  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  @Override
  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    SystemViews.allSchemas(catalogs.catalog()).stream()
        .filter(name -> isNoCatalog(catalog) && NamePattern.matches(schemaPattern, name))
        .forEach(name -> rows.add(new @Nullable Object[] {name, null}));
    return Layout.SCHEMAS.rows(rows);
  }

  @Override
  public ResultSet getTableTypes() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String type : List.of(SYSTEM_TABLE, TABLE, VIEW)) {
      rows.add(new @Nullable Object[] {type});
    }
    return Layout.TABLE_TYPES.rows(rows);
  }

  @Override
  public ResultSet getCatalogs() {
    return Layout.CATALOGS.empty();
  }

  @Override
  public ResultSet getFunctions(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    boolean wanted = isNoCatalog(catalog) && NamePattern.matches(schema, "");
    Stream.of(
            getNumericFunctions(),
            getStringFunctions(),
            getSystemFunctions(),
            getTimeDateFunctions())
        .flatMap(names -> Arrays.stream(names.split(",")))
        .filter(function -> wanted && NamePattern.matches(name, function))
        .sorted()
        .forEach(
            function ->
                rows.add(
                    new @Nullable Object[] {
                      null, null, function, null, (short) functionNoTable, function
                    }));
    return Layout.FUNCTIONS.rows(rows);
  }

  @Override
  public ResultSet getFunctionColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String detail) {
    return Layout.FUNCTION_COLUMNS.empty();
  }

  @Override
  public ResultSet getProcedures(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (isNoCatalog(catalog) && NamePattern.matches(schema, "VECTRA")) {
      addProcedure(
          rows,
          name,
          "CANCEL_OPERATION",
          "Ends an operation of the background.",
          procedureNoResult);
      addProcedure(rows, name, "COMPACT", "Merges the segments of a table.", procedureNoResult);
      addProcedure(
          rows,
          name,
          "VERIFY",
          "The damages of the files, a row for each.",
          procedureReturnsResult);
    }
    return Layout.PROCEDURES.rows(rows);
  }

  private static void addProcedure(
      List<@Nullable Object[]> rows,
      @Nullable String pattern,
      String name,
      String remarks,
      int kind) {
    if (NamePattern.matches(pattern, name)) {
      rows.add(
          new @Nullable Object[] {
            null, "VECTRA", name, null, null, null, remarks, (short) kind, name
          });
    }
  }

  @Override
  public ResultSet getProcedureColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String detail) {
    return Layout.PROCEDURE_COLUMNS.empty();
  }

  @Override
  public ResultSet getColumnPrivileges(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String detail) {
    return Layout.COLUMN_PRIVILEGES.empty();
  }

  @Override
  public ResultSet getTablePrivileges(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Layout.TABLE_PRIVILEGES.empty();
  }

  @Override
  public ResultSet getVersionColumns(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Layout.ROW_IDENTIFIERS.empty();
  }

  @Override
  public ResultSet getImportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String name)
      throws SQLException {
    return new ForeignKeys(catalogs.catalog()).imported(tableNamed(catalog, schema, name));
  }

  @Override
  public ResultSet getExportedKeys(
      @Nullable String catalog, @Nullable String schema, @Nullable String name)
      throws SQLException {
    return new ForeignKeys(catalogs.catalog()).exported(tableNamed(catalog, schema, name));
  }

  @Override
  public ResultSet getCrossReference(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String otherCatalog,
      @Nullable String otherSchema,
      @Nullable String otherName)
      throws SQLException {
    return new ForeignKeys(catalogs.catalog())
        .between(
            tableNamed(catalog, schema, name), tableNamed(otherCatalog, otherSchema, otherName));
  }

  @Override
  public ResultSet getUDTs(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      int @Nullable [] detail) {
    return Layout.USER_TYPES.empty();
  }

  @Override
  public ResultSet getSuperTypes(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Layout.SUPER_TYPES.empty();
  }

  @Override
  public ResultSet getSuperTables(
      @Nullable String catalog, @Nullable String schema, @Nullable String name) {
    return Layout.SUPER_TABLES.empty();
  }

  @Override
  public ResultSet getAttributes(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String detail) {
    return Layout.ATTRIBUTES.empty();
  }

  @Override
  public ResultSet getClientInfoProperties() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String name : ClientInfo.NAMES) {
      rows.add(new @Nullable Object[] {name, 0, null, "Kept by the connection, without effect."});
    }
    return Layout.CLIENT_INFO.rows(rows);
  }

  @Override
  public ResultSet getPseudoColumns(
      @Nullable String catalog,
      @Nullable String schema,
      @Nullable String name,
      @Nullable String detail) {
    return Layout.PSEUDO_COLUMNS.empty();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrappers.isWrapperFor(this, type);
  }
}
