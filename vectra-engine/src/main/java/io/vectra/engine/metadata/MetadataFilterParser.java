package io.vectra.engine.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.metadata.MetadataFilter.ValueTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes a filter of its JSON; what it does not know it refuses, and says where that stands. */
final class MetadataFilterParser {
  private static final int MAX_PATTERN = 1_000;
  private static final Set<String> OPERATORS =
      new TreeSet<>(
          List.of(
              "$eq",
              "$ne",
              "$gt",
              "$gte",
              "$lt",
              "$lte",
              "$in",
              "$nin",
              "$exists",
              "$contains",
              "$containsAny",
              "$containsAll",
              "$size",
              "$regex",
              "$not"));

  private MetadataFilterParser() {}

  /** The filter of an object. */
  static MetadataFilter parse(JsonNode filter, String path) {
    if (!filter.isObject()) {
      throw refused(path, "is no object", "write {\"field\": value} or {\"$and\": [..]}");
    }
    List<MetadataFilter> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : filter.properties()) {
      String inner = path + "." + entry.getKey();
      JsonNode value = entry.getValue();
      parts.add(
          switch (entry.getKey()) {
            case "$and" -> new MetadataFilter.And(filters(value, inner));
            case "$or" -> new MetadataFilter.Or(filters(value, inner));
            case "$not" -> new MetadataFilter.Not(parse(value, inner));
            default -> field(entry.getKey(), value, inner);
          });
    }
    return parts.size() == 1 ? parts.get(0) : new MetadataFilter.And(parts);
  }

  private static List<MetadataFilter> filters(JsonNode array, String path) {
    List<MetadataFilter> filters = new ArrayList<>();
    for (JsonNode each : elements(array, path)) {
      filters.add(parse(each, path + "[" + filters.size() + "]"));
    }
    return filters;
  }

  private static MetadataFilter field(String name, JsonNode condition, String path) {
    if (name.startsWith("$")) {
      throw refused(path, "is no operator", "those between conditions are $and, $or and $not");
    }
    return new MetadataFilter.Field(name, valueTest(condition, path));
  }

  /** An object of operators, or a value to be equal to. */
  private static ValueTest valueTest(JsonNode condition, String path) {
    List<String> operators = new ArrayList<>();
    condition.fieldNames().forEachRemaining(operators::add);
    boolean any = operators.stream().anyMatch(name -> name.startsWith("$"));
    if (!any && !(condition.isObject() && operators.isEmpty())) {
      return ValueTest.equal(condition);
    }
    if (operators.isEmpty()) {
      throw refused(path, "has no operator", "name one, such as $exists, or leave the field out");
    }
    List<ValueTest> tests = new ArrayList<>();
    for (String operator : operators) {
      tests.add(operator(operator, condition.get(operator), path + "." + operator));
    }
    return ValueTest.all(tests);
  }

  private static ValueTest operator(String operator, JsonNode operand, String path) {
    return switch (operator) {
      case "$eq" -> ValueTest.equal(operand);
      case "$ne" -> ValueTest.not(ValueTest.equal(operand));
      case "$gt" -> ValueTest.ordered(orderable(operand, path), order -> order > 0);
      case "$gte" -> ValueTest.ordered(orderable(operand, path), order -> order >= 0);
      case "$lt" -> ValueTest.ordered(orderable(operand, path), order -> order < 0);
      case "$lte" -> ValueTest.ordered(orderable(operand, path), order -> order <= 0);
      case "$in" -> ValueTest.in(elements(operand, path));
      case "$nin" -> ValueTest.not(ValueTest.in(elements(operand, path)));
      case "$exists" -> ValueTest.exists(truth(operand, path));
      case "$contains" -> ValueTest.contains(operand);
      case "$containsAny" -> ValueTest.containsAny(elements(operand, path));
      case "$containsAll" -> ValueTest.containsAll(elements(operand, path));
      case "$size" -> ValueTest.size(size(operand, path));
      case "$regex" -> ValueTest.regex(pattern(operand, path));
      case "$not" -> ValueTest.not(valueTest(operand, path));
      default -> throw refused(path, "is no operator", "those of a field are " + OPERATORS);
    };
  }

  private static JsonNode orderable(JsonNode operand, String path) {
    if (!operand.isNumber() && !operand.isTextual()) {
      throw refused(path, "takes a number or a text, not " + operand, "compare with one of these");
    }
    return operand;
  }

  private static List<JsonNode> elements(JsonNode operand, String path) {
    if (!operand.isArray()) {
      throw refused(path, "takes an array, not " + operand, "write [..]");
    }
    List<JsonNode> elements = new ArrayList<>();
    operand.forEach(elements::add);
    return elements;
  }

  private static boolean truth(JsonNode operand, String path) {
    if (!operand.isBoolean()) {
      throw refused(path, "takes true or false, not " + operand, "write one of these");
    }
    return operand.booleanValue();
  }

  private static int size(JsonNode operand, String path) {
    if (!operand.canConvertToExactIntegral() || !operand.canConvertToInt()) {
      throw refused(path, "takes a whole number, not " + operand, "write how many elements");
    }
    return operand.intValue();
  }

  private static Pattern pattern(JsonNode operand, String path) {
    if (!operand.isTextual() || operand.textValue().length() > MAX_PATTERN) {
      throw refused(path, "takes a text of at most " + MAX_PATTERN + " characters", "shorten it");
    }
    try {
      return Pattern.compile(operand.textValue());
    } catch (PatternSyntaxException e) {
      throw refused(path, "is no pattern: " + e.getDescription(), "see java.util.regex.Pattern");
    }
  }

  private static VectraException refused(String path, String fault, String advice) {
    return new VectraException(
        ErrorCode.INVALID_PARAMETER, "The filter's " + path + " " + fault + ": " + advice + ".");
  }
}
