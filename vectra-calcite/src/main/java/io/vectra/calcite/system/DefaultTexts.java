package io.vectra.calcite.system;

import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.vector.Vectors;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Default values of columns as SQL writes them. */
public final class DefaultTexts {
  private DefaultTexts() {}

  /**
   * A literal, the sequence of which it is the next value, an expression as it was written, or null
   * where there is no default.
   */
  public static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof byte[] bytes) {
      return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof float[] vector) {
      return "'" + Vectors.format(vector) + "'";
    }
    if (value instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    if (value instanceof NextValue next) {
      return "NEXT VALUE FOR " + quoted(next.schema()) + "." + quoted(next.sequence());
    }
    if (value instanceof DefaultExpression expression) {
      return expression.text();
    }
    return value instanceof Number
        ? value.toString()
        : "'" + value.toString().replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
