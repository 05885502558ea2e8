package io.vectra.jdbc.metadata;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.SqlTypeInfo;
import io.vectra.jdbc.VectraResultSet;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of each metadata result, in the order of JDBC. A name alone is a VARCHAR; {@code :i}
 * marks an INTEGER, {@code :s} a SMALLINT, {@code :l} a BIGINT, {@code :b} a BOOLEAN.
 */
enum Layout {
  TABLES(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME
      SELF_REFERENCING_COL_NAME REF_GENERATION\
      """),
  COLUMNS(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i
      BUFFER_LENGTH:i DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS COLUMN_DEF
      SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i
      IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:s
      IS_AUTOINCREMENT IS_GENERATEDCOLUMN\
      """),
  PRIMARY_KEYS(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:s PK_NAME\
      """),
  INDEXES(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:b INDEX_QUALIFIER INDEX_NAME TYPE:s
      ORDINAL_POSITION:s COLUMN_NAME ASC_OR_DESC CARDINALITY:l PAGES:l FILTER_CONDITION\
      """),
  TYPES(
      """
      TYPE_NAME DATA_TYPE:i PRECISION:i LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS
      NULLABLE:s CASE_SENSITIVE:b SEARCHABLE:s UNSIGNED_ATTRIBUTE:b FIXED_PREC_SCALE:b
      AUTO_INCREMENT:b LOCAL_TYPE_NAME MINIMUM_SCALE:s MAXIMUM_SCALE:s SQL_DATA_TYPE:i
      SQL_DATETIME_SUB:i NUM_PREC_RADIX:i\
      """),
  SCHEMAS(
      """
      TABLE_SCHEM TABLE_CATALOG\
      """),
  CATALOGS(
      """
      TABLE_CAT\
      """),
  TABLE_TYPES(
      """
      TABLE_TYPE\
      """),
  FUNCTIONS(
      """
      FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:s SPECIFIC_NAME\
      """),
  FUNCTION_COLUMNS(
      """
      FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:s DATA_TYPE:i
      TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS
      CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SPECIFIC_NAME\
      """),
  PROCEDURES(
      """
      PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED_1 RESERVED_2 RESERVED_3
      REMARKS PROCEDURE_TYPE:s SPECIFIC_NAME\
      """),
  PROCEDURE_COLUMNS(
      """
      PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE:s DATA_TYPE:i
      TYPE_NAME PRECISION:i LENGTH:i SCALE:s RADIX:s NULLABLE:s REMARKS COLUMN_DEF
      SQL_DATA_TYPE:i SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i
      IS_NULLABLE SPECIFIC_NAME\
      """),
  COLUMN_PRIVILEGES(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE\
      """),
  TABLE_PRIVILEGES(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE\
      """),
  ROW_IDENTIFIERS(
      """
      SCOPE:s COLUMN_NAME DATA_TYPE:i TYPE_NAME COLUMN_SIZE:i BUFFER_LENGTH:i
      DECIMAL_DIGITS:s PSEUDO_COLUMN:s\
      """),
  FOREIGN_KEYS(
      """
      PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM
      FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:s UPDATE_RULE:s DELETE_RULE:s FK_NAME PK_NAME
      DEFERRABILITY:s\
      """),
  USER_TYPES(
      """
      TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE:i REMARKS BASE_TYPE:s\
      """),
  SUPER_TYPES(
      """
      TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME\
      """),
  SUPER_TABLES(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME\
      """),
  ATTRIBUTES(
      """
      TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE:i ATTR_TYPE_NAME ATTR_SIZE:i
      DECIMAL_DIGITS:i NUM_PREC_RADIX:i NULLABLE:i REMARKS ATTR_DEF SQL_DATA_TYPE:i
      SQL_DATETIME_SUB:i CHAR_OCTET_LENGTH:i ORDINAL_POSITION:i IS_NULLABLE SCOPE_CATALOG
      SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE:s\
      """),
  CLIENT_INFO(
      """
      NAME MAX_LEN:i DEFAULT_VALUE DESCRIPTION\
      """),
  PSEUDO_COLUMNS(
      """
      TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:i COLUMN_SIZE:i
      DECIMAL_DIGITS:i NUM_PREC_RADIX:i COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:i
      IS_NULLABLE\
      """);

  private final List<ColumnInfo> columns;

  Layout(String text) {
    List<ColumnInfo> list = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) {
      String[] parts = word.split(":");
      SqlTypeInfo type = type(parts.length == 1 ? 'v' : parts[1].charAt(0));
      list.add(new ColumnInfo(parts[0], type, true));
    }
    columns = List.copyOf(list);
  }

  private static SqlTypeInfo type(char mark) {
    return switch (mark) {
      case 'i' -> new SqlTypeInfo(Types.INTEGER, "INTEGER", 0, 0, Integer.class);
      case 's' -> new SqlTypeInfo(Types.SMALLINT, "SMALLINT", 0, 0, Short.class);
      case 'l' -> new SqlTypeInfo(Types.BIGINT, "BIGINT", 0, 0, Long.class);
      case 'b' -> new SqlTypeInfo(Types.BOOLEAN, "BOOLEAN", 0, 0, Boolean.class);
      default -> new SqlTypeInfo(Types.VARCHAR, "VARCHAR", 0, 0, String.class);
    };
  }

  List<ColumnInfo> columns() {
    return columns;
  }

  ResultSet rows(List<@Nullable Object[]> rows) {
    return VectraResultSet.of(columns, rows);
  }

  ResultSet empty() {
    return rows(List.of());
  }
}
