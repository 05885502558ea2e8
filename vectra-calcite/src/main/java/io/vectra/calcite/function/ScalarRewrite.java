package io.vectra.calcite.function;

import static org.apache.calcite.sql.SqlSelectKeyword.DISTINCT;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJdbcFunctionCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Rewrites functions that are other names of functions, and other forms of casts. */
final class ScalarRewrite {
  /** Other names, with what they mean; Calcite's parser has names of its own for two of them. */
  private static final Map<String, SqlOperator> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("IFNULL", SqlStdOperatorTable.COALESCE),
          Map.entry("NVL", SqlStdOperatorTable.COALESCE),
          Map.entry("CHAR_LENGTH", ScalarOperators.LENGTH),
          Map.entry("CHARACTER_LENGTH", ScalarOperators.LENGTH),
          Map.entry("TRANSLATE3", ScalarOperators.TRANSLATE),
          Map.entry("LCASE", SqlStdOperatorTable.LOWER),
          Map.entry("UCASE", SqlStdOperatorTable.UPPER),
          Map.entry("POW", SqlStdOperatorTable.POWER),
          Map.entry("TRUNC", SqlStdOperatorTable.TRUNCATE),
          Map.entry("DATE_TRUNC", ScalarOperators.DATE_TRUNC),
          Map.entry("RANDOM_UUID", ScalarOperators.GEN_RANDOM_UUID));

  /** Names of niladic functions of the standard, which are written without parentheses. */
  private static final Map<String, SqlFunction> NOW =
      Map.of(
          "NOW", SqlStdOperatorTable.CURRENT_TIMESTAMP,
          "CURRENT_TIMESTAMP", SqlStdOperatorTable.CURRENT_TIMESTAMP,
          "CURDATE", SqlStdOperatorTable.CURRENT_DATE,
          "CURRENT_DATE", SqlStdOperatorTable.CURRENT_DATE,
          "CURTIME", SqlStdOperatorTable.CURRENT_TIME,
          "CURRENT_TIME", SqlStdOperatorTable.CURRENT_TIME);

  /** Aggregates that join texts. */
  private static final Set<String> JOINING = Set.of("STRING_AGG", "GROUP_CONCAT", "LISTAGG");

  private ScalarRewrite() {}

  /** The other names of functions. */
  static Set<String> names() {
    Set<String> names = new HashSet<>(OTHER_NAMES.keySet());
    names.addAll(NOW.keySet());
    names.addAll(JOINING);
    return names;
  }

  /** The call as the validator is to see it. */
  static SqlNode of(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    if (call.getOperator() == SqlLibraryOperators.INFIX_CAST) {
      return SqlStdOperatorTable.CAST.createCall(at, operands);
    }
    if (!(call.getOperator() instanceof SqlFunction)) {
      return call;
    }
    boolean escaped = call.getOperator() instanceof SqlJdbcFunctionCall;
    String written = call.getOperator().getName().toUpperCase(Locale.ROOT);
    String name = escaped ? written.replaceAll("^\\{FN |\\}$", "") : written;
    if (NOW.containsKey(name) && operands.isEmpty()) {
      return NOW.get(name).createCall(at);
    }
    if (name.equals("RAND") && operands.isEmpty()) {
      return ScalarOperators.RANDOM.createCall(at);
    }
    if (JOINING.contains(name)) {
      return joined(call, name);
    }
    if (isDayOfWeek(call)) {
      SqlLiteral one = SqlLiteral.createExactNumeric("1", at);
      return SqlStdOperatorTable.MINUS.createCall(at, call, one);
    }
    SqlOperator other = OTHER_NAMES.get(name);
    if (other == null && escaped) {
      other = FunctionNames.find(name, operands.size());
    }
    return OnceOperators.of(other == null ? call : (SqlCall) other.createCall(at, operands));
  }

  /** EXTRACT(DOW ..), in which Sunday is 1 to Calcite, and 0 to PostgreSQL. */
  private static boolean isDayOfWeek(SqlCall call) {
    return call.getKind() == SqlKind.EXTRACT
        && call.operand(0) instanceof SqlIntervalQualifier unit
        && unit.timeUnitRange == TimeUnitRange.DOW;
  }

  /**
   * {@code STRING_AGG(text, separator [ORDER BY ..])} and its likes in the form of the standard.
   */
  private static SqlNode joined(SqlCall call, String name) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> operands = new ArrayList<>();
    SqlNodeList order = null;
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlNodeList list) {
        order = list;
      } else {
        operands.add(asText(operand));
      }
    }
    if (operands.size() == 1 && !name.equals("STRING_AGG")) {
      operands.add(SqlLiteral.createCharString(",", at));
    }
    SqlLiteral quantifier = call.getFunctionQuantifier();
    boolean distinct =
        quantifier != null && quantifier.symbolValue(SqlSelectKeyword.class) == DISTINCT;
    SqlOperator operator =
        distinct ? ScalarOperators.STRING_AGG_DISTINCT : ScalarOperators.STRING_AGG;
    SqlCall joined = operator.createCall(at, operands);
    return order == null ? joined : SqlStdOperatorTable.WITHIN_GROUP.createCall(at, joined, order);
  }

  private static SqlNode asText(SqlNode operand) {
    SqlNode value =
        operand.getKind() == SqlKind.SEPARATOR ? ((SqlCall) operand).operand(0) : operand;
    SqlParserPos at = value.getParserPosition();
    SqlDataTypeSpec text =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, at), at);
    return SqlStdOperatorTable.CAST.createCall(at, value, text);
  }
}
