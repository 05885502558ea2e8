package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.SequenceOptions;
import io.vectra.calcite.parser.SequenceOptions.Option;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.Locale;
import org.apache.calcite.sql.SqlDataTypeSpec;

/** Sequences as SQL defines them, as the engine's sequences. */
final class SequenceDefinitions {
  private final QualifiedName name;
  private final SequenceOptions options;

  SequenceDefinitions(QualifiedName name, SequenceOptions options) {
    this.name = name;
    this.options = options;
  }

  /** The sequence that CREATE SEQUENCE defines in a version of the catalog. */
  SequenceSchema created(long version) {
    SqlDataTypeSpec spec = options.type();
    Kind type = spec == null ? Kind.BIGINT : type(spec);
    long increment = number(Option.INCREMENT, 1);
    boolean rises = increment > 0;
    long minimum = number(Option.MINVALUE, rises ? 1 : SequenceSchema.least(type));
    long maximum = number(Option.MAXVALUE, rises ? SequenceSchema.greatest(type) : -1);
    SequenceSchema.Range range =
        new SequenceSchema.Range(type, increment, minimum, maximum, cycles(false));
    long start = number(Option.START, range.first());
    long cache = cache(SequenceSchema.DEFAULT_CACHE);
    return new SequenceSchema(name, version, range, start, cache, start);
  }

  /** A sequence after ALTER SEQUENCE. What is not said stays, the next value too. */
  SequenceSchema altered(SequenceSchema known, long version) {
    SqlDataTypeSpec spec = options.type();
    SequenceSchema.Range before = known.range();
    Kind type = spec == null ? before.type() : type(spec);
    long increment = number(Option.INCREMENT, before.increment());
    boolean rises = increment > 0;
    long minimum =
        number(Option.MINVALUE, before.minimum(), rises ? 1 : SequenceSchema.least(type));
    long maximum =
        number(Option.MAXVALUE, before.maximum(), rises ? SequenceSchema.greatest(type) : -1);
    SequenceSchema.Range range =
        new SequenceSchema.Range(type, increment, minimum, maximum, cycles(before.cycle()));
    long start = number(Option.START, known.start());
    SequenceOptions.Value restart = options.get(Option.RESTART);
    Long next = known.next();
    if (restart != null) {
      next = restart.number() == null ? start : whole(Option.RESTART, restart.number());
    }
    return new SequenceSchema(name, version, range, start, cache(known.cache()), next);
  }

  private boolean cycles(boolean absent) {
    SequenceOptions.Value value = options.get(Option.CYCLE);
    return value == null ? absent : !value.no();
  }

  private long cache(long absent) {
    return number(Option.CACHE, absent, 1);
  }

  private long number(Option option, long absent) {
    return number(option, absent, absent);
  }

  /** A number; {@code absent} where nothing is said, {@code none} where NO is. */
  private long number(Option option, long absent, long none) {
    SequenceOptions.Value value = options.get(option);
    if (value == null) {
      return absent;
    }
    return value.number() == null ? none : whole(option, value.number());
  }

  private long whole(Option option, BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      throw new VectraException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          option
              + " of sequence "
              + name
              + " is "
              + number
              + "; it must be a whole number in the range of BIGINT.",
          e);
    }
  }

  private Kind type(SqlDataTypeSpec spec) {
    String type = String.valueOf(spec.getTypeName()).toUpperCase(Locale.ROOT);
    return switch (type) {
      case "SMALLINT" -> Kind.SMALLINT;
      case "INTEGER" -> Kind.INTEGER;
      case "BIGINT" -> Kind.BIGINT;
      default ->
          throw new VectraException(
              ErrorCode.INVALID_PARAMETER,
              "Sequence "
                  + name
                  + " is AS "
                  + spec
                  + "; the values of a sequence are SMALLINT, INTEGER or BIGINT.");
    };
  }
}
