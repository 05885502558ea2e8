package io.vectra.calcite.schema;

import io.vectra.calcite.function.VectraOperators;
import io.vectra.engine.vector.Vectors;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Constants of the engine as Calcite's literals, and back. */
public final class Literals {
  private Literals() {}

  /** A literal of a type. */
  static RexNode of(RexBuilder builder, Object value, RelDataType type) {
    return value instanceof float[] vector
        ? builder.makeCall(
            VectraOperators.VECTOR, List.of(builder.makeLiteral(Vectors.format(vector))))
        : builder.makeAbstractCast(type, literal(builder, value), false);
  }

  /** A literal of exactly this value, and of this type but for NULL. */
  public static RexNode exact(RexBuilder builder, Object value, RelDataType type) {
    RelDataType present = builder.getTypeFactory().createTypeWithNullability(type, false);
    if (value instanceof Double || value instanceof Float) {
      return builder.makeApproxLiteral(new BigDecimal(value.toString()), present);
    }
    if (value instanceof Number number) {
      return builder.makeExactLiteral(new BigDecimal(number.toString()), present);
    }
    RexNode literal = literal(builder, value);
    return literal.getType().equals(present)
        ? literal
        : builder.makeAbstractCast(present, literal, false);
  }

  private static RexNode literal(RexBuilder builder, Object value) {
    if (value instanceof Boolean truth) {
      return builder.makeLiteral(truth);
    }
    if (value instanceof Number number) {
      return builder.makeExactLiteral(new BigDecimal(number.toString()));
    }
    if (value instanceof LocalDate date) {
      return builder.makeDateLiteral(new DateString(date.toString()));
    }
    if (value instanceof LocalTime time) {
      return builder.makeTimeLiteral(
          TimeString.fromMillisOfDay((int) (time.toNanoOfDay() / 1_000_000)), 3);
    }
    if (value instanceof LocalDateTime time) {
      Object millis = Values.toCalcite(time);
      return builder.makeTimestampLiteral(
          TimestampString.fromMillisSinceEpoch((Long) java.util.Objects.requireNonNull(millis)), 3);
    }
    if (value instanceof Instant instant) {
      return builder.makeTimestampWithLocalTimeZoneLiteral(
          TimestampString.fromMillisSinceEpoch(instant.toEpochMilli()), 3);
    }
    if (value instanceof UUID uuid) {
      return builder.makeUuidLiteral(uuid);
    }
    if (value instanceof byte[] bytes) {
      return builder.makeBinaryLiteral(new ByteString(bytes));
    }
    return builder.makeLiteral(value.toString());
  }

  /** The value of a literal as the engine has it; null for NULL. */
  public static @Nullable Object value(RexLiteral literal) {
    if (literal.isNull()) {
      return null;
    }
    return switch (literal.getTypeName()) {
      case BOOLEAN -> literal.getValueAs(Boolean.class);
      case DECIMAL, DOUBLE, REAL, BIGINT, INTEGER, SMALLINT, TINYINT, FLOAT ->
          literal.getValueAs(BigDecimal.class);
      case CHAR, VARCHAR -> {
        NlsString text = literal.getValueAs(NlsString.class);
        yield text == null ? null : text.getValue();
      }
      case BINARY, VARBINARY -> {
        ByteString bytes = literal.getValueAs(ByteString.class);
        yield bytes == null ? null : bytes.getBytes();
      }
      case UUID -> literal.getValueAs(UUID.class);
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Values.toEngine(internal(literal), literal.getType());
      default -> null;
    };
  }

  /** Whether {@link #value} gives the value of a literal. */
  public static boolean isSimple(RexLiteral literal) {
    return literal.isNull() || value(literal) != null;
  }

  private static @Nullable Object internal(RexLiteral literal) {
    return switch (literal.getTypeName()) {
      case DATE, TIME -> literal.getValueAs(Integer.class);
      default -> literal.getValueAs(Long.class);
    };
  }
}
