package io.vectra.calcite.function;

import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.schema.Names;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code NEXT VALUE FOR s}, {@code NEXTVAL('s')} and {@code s.NEXTVAL} as one function; so with
 * CURRENT VALUE FOR and CURRVAL.
 */
public final class SequenceRewrite {
  private static final String NEXTVAL = "NEXTVAL";
  private static final String CURRVAL = "CURRVAL";

  private final Names names;

  SequenceRewrite(Names names) {
    this.names = names;
  }

  /** The sequence of which an expression takes the next value; null when it is anything else. */
  public static @Nullable QualifiedName taken(SqlNode expression, Names names) {
    SequenceRewrite rewrite = new SequenceRewrite(names);
    SqlNode made = null;
    if (expression instanceof SqlCall call) {
      made = rewrite.of(call);
    } else if (expression instanceof SqlIdentifier identifier) {
      made = rewrite.of(identifier);
    }
    return made instanceof SqlCall call && call.getOperator() == SequenceFunction.NEXT
        ? new QualifiedName(text(call.operand(0)), text(call.operand(1)))
        : null;
  }

  private static String text(SqlNode literal) {
    return ((SqlLiteral) literal).getValueAs(String.class);
  }

  /** The call of a function, or null when a call is none of a sequence. */
  @Nullable SqlNode of(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    return switch (call.getKind()) {
      case NEXT_VALUE -> of(SequenceFunction.NEXT, call.operand(0), at);
      case CURRENT_VALUE -> of(SequenceFunction.CURRENT, call.operand(0), at);
      default -> {
        SequenceFunction function = function(call.getOperator().getName().toUpperCase(Locale.ROOT));
        yield function == null ? null : of(function, named(call), at);
      }
    };
  }

  /** The call of a function for {@code s.NEXTVAL} of a sequence, or null for another name. */
  @Nullable SqlNode of(SqlIdentifier identifier) {
    int last = identifier.names.size() - 1;
    SequenceFunction function = last == 0 ? null : function(identifier.names.get(last));
    if (function == null) {
      return null;
    }
    List<String> prefix = identifier.names.subList(0, last);
    SequenceSchema sequence = names.sequenceOrNull(prefix);
    return sequence == null ? null : function.of(sequence.name(), identifier.getParserPosition());
  }

  private static @Nullable SequenceFunction function(String name) {
    return switch (name) {
      case NEXTVAL -> SequenceFunction.NEXT;
      case CURRVAL -> SequenceFunction.CURRENT;
      default -> null;
    };
  }

  private SqlNode of(SequenceFunction function, SqlNode sequence, SqlParserPos at) {
    return function.of(names.sequence((SqlIdentifier) sequence).name(), at);
  }

  /** The name in a text, as SQL reads it: without quotes it becomes upper case. */
  private static SqlIdentifier named(SqlCall call) {
    if (call.operandCount() == 1
        && call.operand(0) instanceof SqlCharStringLiteral text
        && VectraSqlParser.parseExpression(text.getValueAs(String.class))
            instanceof SqlIdentifier name) {
      return name;
    }
    throw new VectraException(
        ErrorCode.INVALID_PARAMETER,
        call.getOperator().getName()
            + " takes the name of a sequence as a text, as in NEXTVAL('S') or"
            + " NEXTVAL('PUBLIC.\"s\"').");
  }
}
