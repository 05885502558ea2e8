package io.vectra.calcite.function;

import io.vectra.calcite.schema.NearestName;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlOperator;
import org.jspecify.annotations.Nullable;

/** What to say of a function that is called and does not exist. */
public final class FunctionNames {
  private static final Pattern CALL = Pattern.compile("function signature ([^(]+)\\(");
  private static final Pattern NAME = Pattern.compile("(?!TRANSLATE3)[A-Z][A-Z0-9_]+");

  private static final SortedSet<String> KNOWN = known();

  private FunctionNames() {}

  private static SortedSet<String> known() {
    SortedSet<String> known = new TreeSet<>();
    for (SqlOperator operator : VectraOperators.table().getOperatorList()) {
      if (operator instanceof SqlFunction) {
        known.add(operator.getName());
      }
    }
    known.addAll(ScalarRewrite.names());
    known.addAll(VectraRewrite.names());
    known.removeIf(candidate -> !NAME.matcher(candidate).matches());
    return known;
  }

  /** Whether a name is that of a function, which some are called by alone. */
  static boolean isFunction(String name) {
    return KNOWN.contains(name);
  }

  /** What to add to Calcite's message that a call fits no function; empty for nothing. */
  public static String advice(String message) {
    Matcher call = CALL.matcher(message);
    if (!call.find()) {
      return "";
    }
    String name = call.group(1);
    for (SqlOperator operator : VectraOperators.table().getOperatorList()) {
      if (isCalled(operator, name)) {
        return "; supported form(s): " + operator.getAllowedSignatures().replace("\n", ", ");
      }
    }
    return NearestName.advice(name, KNOWN);
  }

  /** The function of a name that takes a number of operands; null for none. */
  static @Nullable SqlOperator find(String name, int operands) {
    for (SqlOperator operator : VectraOperators.table().getOperatorList()) {
      if (isCalled(operator, name) && operator.getOperandCountRange().isValidCount(operands)) {
        return operator;
      }
    }
    return null;
  }

  private static boolean isCalled(SqlOperator operator, String name) {
    return operator instanceof SqlFunction
        && operator.getOperandTypeChecker() != null
        && operator.getName().equals(name);
  }
}
