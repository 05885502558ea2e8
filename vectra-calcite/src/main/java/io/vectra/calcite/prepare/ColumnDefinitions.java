package io.vectra.calcite.prepare;

import io.vectra.calcite.exact.Casts;
import io.vectra.calcite.function.SequenceRewrite;
import io.vectra.calcite.parser.ColumnDefault;
import io.vectra.calcite.parser.OtherTypeNames;
import io.vectra.calcite.parser.SqlColumnDefinition;
import io.vectra.calcite.parser.SqlJsonTypeNameSpec;
import io.vectra.calcite.parser.SqlVectorTypeNameSpec;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.DeclaredTypes;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.NextValue;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.BitString;
import org.jspecify.annotations.Nullable;

/** Columns as SQL defines them, as the engine's columns. */
final class ColumnDefinitions {
  private ColumnDefinitions() {}

  /** A column; one of the primary key is never NULL. */
  static Column column(SqlColumnDefinition definition, boolean key, Names names) {
    ColumnType type = type(definition);
    Column.Identity identity =
        OtherTypeNames.isSerial(definition.type())
            ? Column.Identity.BY_DEFAULT
            : Column.Identity.valueOf(definition.identity().name());
    boolean nullable = definition.nullable() && !key && identity == Column.Identity.NONE;
    Object value = defaultValue(definition.name(), definition.defaultValue(), type, names);
    return new Column(definition.name(), type, nullable, value, identity);
  }

  private static ColumnType type(SqlColumnDefinition definition) {
    SqlDataTypeSpec written = OtherTypeNames.known(definition.type());
    if (written.getTypeNameSpec() instanceof SqlVectorTypeNameSpec vector) {
      return ColumnType.vector(vector.dimensions());
    }
    if (written.getTypeNameSpec() instanceof SqlJsonTypeNameSpec) {
      return ColumnType.of(ColumnType.Kind.JSON);
    }
    DeclaredTypes.check(written, "Column " + definition.name());
    VectraTypeFactory factory = new VectraTypeFactory();
    CalciteCatalogReader reader =
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(false, false),
            List.of(),
            factory,
            new CalciteConnectionConfigImpl(new java.util.Properties()));
    try {
      RelDataType type =
          written.deriveType(
              new VectraValidator(
                  SqlStdOperatorTable.instance(), reader, factory, ParameterBinding.TEXTS));
      return TypeMapping.toEngine(type);
    } catch (RuntimeException | AssertionError e) {
      throw CalciteErrors.translate(e);
    }
  }

  /**
   * The value of a literal after DEFAULT, the sequence that gives one for each row, or the
   * expression that does.
   */
  static @Nullable Object defaultValue(
      String column, @Nullable ColumnDefault written, ColumnType type, Names names) {
    if (written == null) {
      return null;
    }
    SqlNode node = written.value();
    QualifiedName sequence = SequenceRewrite.taken(node, names);
    if (sequence != null) {
      return new NextValue(sequence.schema(), sequence.name());
    }
    boolean negative = node.getKind() == SqlKind.MINUS_PREFIX;
    SqlNode constant = negative ? ((SqlCall) node).operand(0) : node;
    if (!(constant instanceof SqlLiteral literal)) {
      return DefaultExpressions.defined(column, type, written.text(), names);
    }
    Object value = literal.getValue();
    if (value == null) {
      return null;
    }
    String what = "the default of column " + column;
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
}
