package io.vectra.jdbc.differential;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether two answers are the same: rows as sorted multisets, unless they are ordered.
 *
 * <p>A number is its value, whatever its type and its trailing zeros, since the databases have
 * other types for some results (EXTRACT is INTEGER in H2). Where either side has a DOUBLE, 12
 * digits count: H2 calculates with DECFLOAT at times, and a sum has the order of its rows.
 */
final class Comparison {
  private static final MathContext DIGITS = new MathContext(12);
  private static final int SHOWN = 8;

  private final boolean isOrdered;

  Comparison(boolean isOrdered) {
    this.isOrdered = isOrdered;
  }

  /** What differs, if anything does. */
  Optional<String> difference(Answer vectra, Answer h2) {
    if (vectra instanceof Answer.Changed one && h2 instanceof Answer.Changed other) {
      return one.count() == other.count()
          ? rows(one.table(), other.table())
          : Optional.of("Vectra counts " + one.count() + " rows, H2 " + other.count());
    }
    if (vectra instanceof Answer.Rows one && h2 instanceof Answer.Rows other) {
      return rows(one.rows(), other.rows());
    }
    return Optional.of("Vectra answers " + vectra + ", H2 " + h2);
  }

  private Optional<String> rows(List<List<Object>> vectra, List<List<Object>> h2) {
    List<Boolean> approximate = approximate(vectra, h2);
    List<String> one = texts(vectra, approximate);
    List<String> other = texts(h2, approximate);
    return one.equals(other)
        ? Optional.empty()
        : Optional.of(
            "Vectra has %d rows, H2 %d; only in Vectra: %s; only in H2: %s"
                .formatted(one.size(), other.size(), only(one, other), only(other, one)));
  }

  private static List<String> only(List<String> these, List<String> those) {
    List<String> left = new ArrayList<>(these);
    those.forEach(left::remove);
    return left.size() <= SHOWN ? left : left.subList(0, SHOWN);
  }

  private List<String> texts(List<List<Object>> rows, List<Boolean> approximate) {
    List<String> texts = new ArrayList<>();
    for (List<Object> row : rows) {
      List<String> values = new ArrayList<>();
      for (Object value : row) {
        values.add(text(value, approximate.get(values.size())));
      }
      texts.add(values.toString());
    }
    if (!isOrdered) {
      Collections.sort(texts);
    }
    return texts;
  }

  private static String text(Object value, boolean approximate) {
    if (value instanceof String text) {
      return "'" + text + "'";
    }
    if (!(value instanceof Number number)) {
      return String.valueOf(value);
    }
    BigDecimal exact = new BigDecimal(number.toString());
    BigDecimal shown = approximate ? exact.round(DIGITS) : exact;
    return shown.stripTrailingZeros().toPlainString();
  }

  private static List<Boolean> approximate(List<List<Object>> some, List<List<Object>> others) {
    List<Boolean> columns = new ArrayList<>();
    for (List<List<Object>> rows : List.of(some, others)) {
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          boolean isDouble = row.get(i) instanceof Double;
          if (i == columns.size()) {
            columns.add(isDouble);
          } else if (isDouble) {
            columns.set(i, true);
          }
        }
      }
    }
    return columns;
  }
}
