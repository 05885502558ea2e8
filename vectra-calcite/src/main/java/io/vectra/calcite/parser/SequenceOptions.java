package io.vectra.calcite.parser;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What CREATE SEQUENCE and ALTER SEQUENCE say after the name, in any order, each once. */
public final class SequenceOptions {
  private @Nullable SqlDataTypeSpec type;
  private final Map<Option, Value> values = new EnumMap<>(Option.class);

  /** What can be said beside the type. */
  public enum Option {
    START,
    INCREMENT,
    MINVALUE,
    MAXVALUE,
    CYCLE,
    CACHE,
    RESTART
  }

  /**
   * What was said.
   *
   * @param number null where there is none, as in CYCLE and RESTART
   * @param no whether it begins with NO
   */
  public record Value(@Nullable BigDecimal number, boolean no) {}

  /** For the parser: takes the type. */
  public void type(SqlDataTypeSpec spec, SqlParserPos at) {
    if (type != null) {
      throw saidTwice("AS", at);
    }
    type = spec;
  }

  /** For the parser: takes an option with its number, which CYCLE and RESTART may have not. */
  public void set(Option option, @Nullable SqlLiteral number, SqlParserPos at) {
    set(option, new Value(number == null ? null : number.bigDecimalValue(), false), at);
  }

  /** For the parser: takes an option after NO. */
  public void no(Option option, SqlParserPos at) {
    set(option, new Value(null, true), at);
  }

  private void set(Option option, Value value, SqlParserPos at) {
    if (values.put(option, value) != null) {
      throw saidTwice(option.name(), at);
    }
  }

  private static RuntimeException saidTwice(String what, SqlParserPos at) {
    return Refusals.syntax("A sequence has one " + what + "; this is a second one", at);
  }

  /** The type after AS; null where there is none. */
  public @Nullable SqlDataTypeSpec type() {
    return type;
  }

  /** What was said of an option; null for nothing. */
  public @Nullable Value get(Option option) {
    return values.get(option);
  }
}
