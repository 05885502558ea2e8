package io.vectra.calcite.parser;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Names that other databases have for types, as programs that know those send them. */
public final class OtherTypeNames {
  private static final Map<String, SqlTypeName> NAMES =
      Map.ofEntries(
          Map.entry("BOOL", SqlTypeName.BOOLEAN),
          Map.entry("INT2", SqlTypeName.SMALLINT),
          Map.entry("INT4", SqlTypeName.INTEGER),
          Map.entry("INT8", SqlTypeName.BIGINT),
          Map.entry("FLOAT4", SqlTypeName.REAL),
          Map.entry("FLOAT8", SqlTypeName.DOUBLE),
          Map.entry("MEDIUMINT", SqlTypeName.INTEGER),
          Map.entry("BYTEA", SqlTypeName.VARBINARY),
          Map.entry("LONGBLOB", SqlTypeName.VARBINARY),
          Map.entry("MEDIUMBLOB", SqlTypeName.VARBINARY),
          Map.entry("TINYTEXT", SqlTypeName.VARCHAR),
          Map.entry("MEDIUMTEXT", SqlTypeName.VARCHAR),
          Map.entry("LONGTEXT", SqlTypeName.VARCHAR),
          Map.entry("TIMESTAMPTZ", SqlTypeName.TIMESTAMP_TZ),
          Map.entry("UUID", SqlTypeName.UUID));

  private static final Map<String, SqlTypeName> SERIALS =
      Map.of(
          "SMALLSERIAL", SqlTypeName.SMALLINT,
          "SERIAL", SqlTypeName.INTEGER,
          "BIGSERIAL", SqlTypeName.BIGINT);

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("NUMBER", "DECIMAL(p, s)"),
          Map.entry("VARCHAR2", "VARCHAR(n)"),
          Map.entry("NVARCHAR", "VARCHAR(n)"),
          Map.entry("NVARCHAR2", "VARCHAR(n)"),
          Map.entry("BPCHAR", "VARCHAR(n)"),
          Map.entry("ENUM", "VARCHAR with CHECK (c IN ('a', ..))"),
          Map.entry("HALFVEC", "VECTOR(n)"),
          Map.entry("SPARSEVEC", "VECTOR(n)"),
          Map.entry("BIT", "VARBINARY(n) or BOOLEAN"),
          Map.entry("TIMESTAMPTZ", "TIMESTAMP(p) WITH TIME ZONE"),
          Map.entry("BYTEA", "VARBINARY(n)"),
          Map.entry("INT2", "SMALLINT"),
          Map.entry("INT4", "INTEGER"),
          Map.entry("INT8", "BIGINT"));

  private OtherTypeNames() {}

  /** What a message says to write for a type that there is not, with arguments. */
  static String advice(String name) {
    String instead = INSTEAD.get(name.toUpperCase(Locale.ROOT));
    return instead == null
        ? "; docs/SQL.md lists those that there are"
        : "; use " + instead + " instead";
  }

  /**
   * A type under the name that it has here.
   *
   * @throws VectraException UNDEFINED_OBJECT for a name that is of no type
   */
  public static SqlDataTypeSpec known(SqlDataTypeSpec type) {
    if (!(type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec other)) {
      return type;
    }
    SqlParserPos at = type.getParserPosition();
    String written = name(other);
    SqlTypeName name = NAMES.containsKey(written) ? NAMES.get(written) : SERIALS.get(written);
    if (name == null && !written.equals("JSONB")) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT,
          "There is no type " + other.getTypeName() + "; docs/SQL.md lists those that there are.");
    }
    SqlTypeNameSpec spec =
        name == null ? new SqlJsonTypeNameSpec(at) : new SqlBasicTypeNameSpec(name, at);
    return new SqlDataTypeSpec(spec, null, type.getNullable(), at);
  }

  /** Whether a type is an integer that is generated. */
  public static boolean isSerial(SqlDataTypeSpec type) {
    return type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec other
        && SERIALS.containsKey(name(other));
  }

  private static String name(SqlUserDefinedTypeNameSpec type) {
    return type.getTypeName().isSimple()
        ? type.getTypeName().getSimple().toUpperCase(Locale.ROOT)
        : type.getTypeName().toString();
  }
}
