package io.vectra.engine.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A condition on metadata. It is TRUE or FALSE of each object; there is no third value. */
sealed interface MetadataFilter {

  boolean matches(JsonNode metadata);

  /** All of them; true where there are none. */
  record And(List<MetadataFilter> parts) implements MetadataFilter {
    @Override
    public boolean matches(JsonNode metadata) {
      return parts.stream().allMatch(part -> part.matches(metadata));
    }
  }

  /** Any of them; false where there are none. */
  record Or(List<MetadataFilter> parts) implements MetadataFilter {
    @Override
    public boolean matches(JsonNode metadata) {
      return parts.stream().anyMatch(part -> part.matches(metadata));
    }
  }

  /** The opposite. */
  record Not(MetadataFilter part) implements MetadataFilter {
    @Override
    public boolean matches(JsonNode metadata) {
      return !part.matches(metadata);
    }
  }

  /** A test of the value of a field. */
  record Field(String name, ValueTest test) implements MetadataFilter {
    @Override
    public boolean matches(JsonNode metadata) {
      return test.matches(valueOf(metadata, name));
    }

    /** The field of that whole name, or else of the path that its dots make; or missing. */
    private static JsonNode valueOf(JsonNode metadata, String name) {
      JsonNode value = metadata.get(name);
      if (value != null) {
        return value;
      }
      int dot = name.indexOf('.');
      JsonNode inner = dot < 0 ? null : metadata.get(name.substring(0, dot));
      return inner == null || !inner.isObject()
          ? MissingNode.getInstance()
          : valueOf(inner, name.substring(dot + 1));
    }
  }

  /** A condition on one value, which may be missing. */
  interface ValueTest {
    boolean matches(JsonNode value);

    /** The same value of the same type; a missing one is as null. */
    static ValueTest equal(JsonNode operand) {
      return value -> same(value, operand);
    }

    private static boolean same(JsonNode value, JsonNode operand) {
      if (operand.isNull()) {
        return value.isNull() || value.isMissingNode();
      }
      return value.equals(MetadataFilter::compareNodes, operand);
    }

    /** One of the values. */
    static ValueTest in(List<JsonNode> operands) {
      return value -> operands.stream().anyMatch(operand -> same(value, operand));
    }

    /** By the order of two numbers, or of the code points of two texts; else false. */
    static ValueTest ordered(JsonNode operand, OrderTest test) {
      if (operand.isNumber()) {
        BigDecimal number = operand.decimalValue();
        return value -> value.isNumber() && test.accepts(value.decimalValue().compareTo(number));
      }
      String text = operand.textValue();
      return value -> value.isTextual() && test.accepts(compare(value.textValue(), text));
    }

    /** Whether there is a value, null included. */
    static ValueTest exists(boolean wanted) {
      return value -> value.isMissingNode() != wanted;
    }

    /** An array with the element, or a text with the part. */
    static ValueTest contains(JsonNode operand) {
      return value ->
          value.isArray()
              ? hasElement(value, operand)
              : value.isTextual()
                  && operand.isTextual()
                  && value.textValue().contains(operand.textValue());
    }

    /** An array with any of the elements. */
    static ValueTest containsAny(List<JsonNode> operands) {
      return value ->
          value.isArray() && operands.stream().anyMatch(operand -> hasElement(value, operand));
    }

    /** An array with all of the elements. */
    static ValueTest containsAll(List<JsonNode> operands) {
      return value ->
          value.isArray() && operands.stream().allMatch(operand -> hasElement(value, operand));
    }

    private static boolean hasElement(JsonNode array, JsonNode operand) {
      for (JsonNode element : array) {
        if (same(element, operand)) {
          return true;
        }
      }
      return false;
    }

    /** An array of that many elements. */
    static ValueTest size(int elements) {
      return value -> value.isArray() && value.size() == elements;
    }

    /** A text in which the pattern is found. */
    static ValueTest regex(Pattern pattern) {
      return value -> value.isTextual() && CountedText.has(value.textValue(), pattern);
    }

    /** All of them. */
    static ValueTest all(List<ValueTest> tests) {
      return value -> tests.stream().allMatch(test -> test.matches(value));
    }

    /** The opposite; true of a missing value, where the test is false of that. */
    static ValueTest not(ValueTest test) {
      return value -> !test.matches(value);
    }

    private static int compare(String left, String right) {
      int[] a = left.codePoints().toArray();
      int[] b = right.codePoints().toArray();
      return Arrays.compare(a, b);
    }
  }

  /** What an order has to be: below 0, 0, or above. */
  interface OrderTest {
    boolean accepts(int order);
  }

  /** Numbers are the same when they are equal, however they are written. */
  private static int compareNodes(JsonNode left, JsonNode right) {
    return left.isNumber() && right.isNumber()
        ? left.decimalValue().compareTo(right.decimalValue())
        : left.equals(right) ? 0 : 1;
  }
}
