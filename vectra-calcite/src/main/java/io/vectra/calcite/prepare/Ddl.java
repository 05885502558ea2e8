package io.vectra.calcite.prepare;

import io.vectra.calcite.exact.Casts;
import io.vectra.calcite.function.Metrics;
import io.vectra.calcite.parser.SqlColumnDefinition;
import io.vectra.calcite.parser.SqlCreateVectorIndex;
import io.vectra.calcite.parser.SqlCreateVectraTable;
import io.vectra.calcite.parser.SqlDropVectraIndex;
import io.vectra.calcite.parser.SqlDropVectraTable;
import io.vectra.calcite.parser.SqlTruncateVectraTable;
import io.vectra.calcite.parser.SqlVectorTypeNameSpec;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.Database;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndexOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.BitString;
import org.jspecify.annotations.Nullable;

/** Statements that change the catalog, as calls of the database. */
final class Ddl {
  private static final Set<String> INDEX_OPTIONS = Set.of("metric", "m", "ef_construction");

  private final Database database;

  private Ddl(Database database) {
    this.database = database;
  }

  /** What a statement does, or null when it changes no catalog. */
  static @Nullable Runnable command(Database database, SqlNode statement) {
    Ddl ddl = new Ddl(database);
    if (statement instanceof SqlCreateVectraTable create) {
      return () -> ddl.createTable(create);
    }
    if (statement instanceof SqlCreateVectorIndex create) {
      return () -> ddl.createIndex(create);
    }
    if (statement instanceof SqlDropVectraTable drop) {
      return () -> ddl.dropTable(drop);
    }
    if (statement instanceof SqlDropVectraIndex drop) {
      return () -> ddl.dropIndex(drop);
    }
    if (statement instanceof SqlTruncateVectraTable truncate) {
      return () -> ddl.truncate(truncate);
    }
    return null;
  }

  private void createTable(SqlCreateVectraTable create) {
    String name = simpleName(create.name());
    if (create.ifNotExists() && database.catalog().table(name) != null) {
      return;
    }
    List<Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>(create.primaryKey());
    for (SqlColumnDefinition definition : create.columns()) {
      columns.add(column(definition, keys.contains(definition.name())));
    }
    List<Integer> positions = new ArrayList<>();
    for (String key : keys) {
      positions.add(position(name, columns, key));
    }
    database.createTable(TableSchema.define(name, columns, positions));
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

  private static Column column(SqlColumnDefinition definition, boolean key) {
    ColumnType type = type(definition);
    Column.Identity identity = Column.Identity.valueOf(definition.identity().name());
    boolean nullable = definition.nullable() && !key && identity == Column.Identity.NONE;
    return new Column(definition.name(), type, nullable, defaultValue(definition, type), identity);
  }

  private static ColumnType type(SqlColumnDefinition definition) {
    if (definition.type().getTypeNameSpec() instanceof SqlVectorTypeNameSpec vector) {
      return ColumnType.vector(vector.dimensions());
    }
    checkPrecision(definition);
    VectraTypeFactory factory = new VectraTypeFactory();
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(false, false),
            List.of(),
            factory,
            new CalciteConnectionConfigImpl(new java.util.Properties()));
    try {
      RelDataType type =
          definition
              .type()
              .deriveType(new VectraValidator(SqlStdOperatorTable.instance(), reader, factory));
      return TypeMapping.toEngine(type);
    } catch (RuntimeException | AssertionError e) {
      throw CalciteErrors.translate(e);
    }
  }

  /** Calcite takes the most it has for what is more, and 0 for no limit. */
  private static void checkPrecision(SqlColumnDefinition definition) {
    if (definition.type().getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic) {
      boolean decimal = SqlTypeName.DECIMAL.getName().equals(basic.getTypeName().getSimple());
      int precision = basic.getPrecision();
      if (precision == 0 && !basic.getTypeName().getSimple().startsWith("TIME")
          || decimal && precision > Limits.MAX_DECIMAL_PRECISION) {
        throw new VectraException(
            ErrorCode.INVALID_PARAMETER,
            "Column "
                + definition.name()
                + " is "
                + definition.type()
                + ": a length is 1 or more, the precision of DECIMAL 1 to "
                + Limits.MAX_DECIMAL_PRECISION
                + ".");
      }
    }
  }

  private static @Nullable Object defaultValue(SqlColumnDefinition definition, ColumnType type) {
    SqlNode node = definition.defaultValue();
    if (node == null) {
      return null;
    }
    boolean negative = node.getKind() == SqlKind.MINUS_PREFIX;
    SqlNode constant = negative ? ((SqlCall) node).operand(0) : node;
    if (!(constant instanceof SqlLiteral literal)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "DEFAULT "
              + node
              + " of column "
              + definition.name()
              + " is not a literal; only literals are supported yet.");
    }
    Object value = literal.getValue();
    if (value == null) {
      return null;
    }
    String what = "the default of column " + definition.name();
    if (value instanceof BitString bits) {
      return fitting(Conversions.convert(bits.getAsByteArray(), type, what), type, what);
    }
    String text = value instanceof BigDecimal ? value.toString() : literal.toValue();
    return fitting(Conversions.convert((negative ? "-" : "") + text, type, what), type, what);
  }

  /** A default that fits its column: every INSERT would fail with any other. */
  private static Object fitting(Object value, ColumnType type, String what) {
    long length =
        value instanceof String text
            ? text.codePointCount(0, text.length())
            : value instanceof byte[] bytes ? bytes.length : 0;
    if (type.precision() > 0 && length > type.precision()) {
      throw new VectraException(
          ErrorCode.STRING_TOO_LONG,
          "The value of "
              + what
              + " has length "
              + length
              + ", the limit is "
              + type.precision()
              + ".");
    }
    if (value instanceof float[] vector && vector.length != type.precision()) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "The value of "
              + what
              + " has "
              + vector.length
              + " dimensions, expected "
              + type.precision()
              + ".");
    }
    return value instanceof BigDecimal ? Casts.cast(value, type) : value;
  }

  private void createIndex(SqlCreateVectorIndex create) {
    String name = simpleName(create.name());
    if (create.ifNotExists() && database.catalog().index(name) != null) {
      return;
    }
    TableSchema table = table(simpleName(create.table()));
    int column = table.positionOf(create.column());
    if (column < 0) {
      throw new VectraException(
          ErrorCode.UNDEFINED_COLUMN,
          "Column " + create.column() + " does not exist in table " + table.name() + ".");
    }
    database.createIndex(
        new IndexSchema(0, name, table.id(), column, indexOptions(create.options())));
  }

  private static VectorIndexOptions indexOptions(Map<String, SqlLiteral> options) {
    Set<String> unknown = new HashSet<>(options.keySet());
    unknown.removeAll(INDEX_OPTIONS);
    if (!unknown.isEmpty()) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "Index option "
              + unknown
              + " does not exist; known ones are metric, m and"
              + " ef_construction.");
    }
    SqlLiteral metricLiteral = options.get("metric");
    Metric metric =
        metricLiteral == null ? Metric.COSINE : Metrics.of(String.valueOf(metricLiteral.toValue()));
    return new VectorIndexOptions(
        metric,
        number(options, "m", VectorIndexOptions.DEFAULT_M),
        number(options, "ef_construction", VectorIndexOptions.DEFAULT_EF_CONSTRUCTION));
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

  private void dropTable(SqlDropVectraTable drop) {
    String name = simpleName(drop.name());
    TableSchema table = database.catalog().table(name);
    if (table == null && drop.ifExists()) {
      return;
    }
    database.dropTable(table(name).id());
  }

  private void dropIndex(SqlDropVectraIndex drop) {
    String name = simpleName(drop.name());
    IndexSchema index = database.catalog().index(name);
    if (index == null) {
      if (drop.ifExists()) {
        return;
      }
      throw new VectraException(ErrorCode.UNDEFINED_OBJECT, "Index " + name + " does not exist.");
    }
    database.dropIndex(index.id());
  }

  private void truncate(SqlTruncateVectraTable truncate) {
    database.truncate(table(simpleName(truncate.name())).id());
  }

  private TableSchema table(String name) {
    TableSchema table = database.catalog().table(name);
    if (table == null) {
      throw new VectraException(ErrorCode.UNDEFINED_TABLE, "Table " + name + " does not exist.");
    }
    return table;
  }

  /** A name, perhaps with the one schema that there is before it. */
  private static String simpleName(SqlIdentifier identifier) {
    int last = identifier.names.size() - 1;
    if (last > 1 || (last == 1 && !identifier.names.get(0).equals(Session.DEFAULT_SCHEMA))) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "Schema " + identifier.names.get(0) + " does not exist; the one schema is PUBLIC.");
    }
    return identifier.names.get(last);
  }
}
