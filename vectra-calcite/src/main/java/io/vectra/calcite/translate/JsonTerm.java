package io.vectra.calcite.translate;

import io.vectra.calcite.function.JsonFunctions;
import io.vectra.calcite.function.JsonOperators;
import io.vectra.engine.json.JsonPath;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * The text at a path in a JSON column: {@code JSON_VALUE(meta, '$.lang')} or {@code meta ->>
 * 'lang'}.
 *
 * @param scalarsOnly whether objects and arrays are NULL
 */
record JsonTerm(int column, JsonPath path, boolean scalarsOnly) {
  private static final int BEHAVIORS = 3;

  /** An expression on the columns of a table as such a term, or null. */
  static @Nullable JsonTerm of(RexNode node, TableSchema schema) {
    if (!(node instanceof RexCall call)
        || call.getOperator() != JsonOperators.SCALAR
            && call.getOperator() != JsonOperators.GET_TEXT) {
      return null;
    }
    List<RexNode> operands = call.getOperands();
    String path = text(operands.get(1));
    if (path == null
        || !(operands.get(0) instanceof RexInputRef reference)
        || reference.getIndex() >= schema.columns().size()
        || schema.column(reference.getIndex()).type().kind() != Kind.JSON) {
      return null;
    }
    if (call.getOperator() == JsonOperators.GET_TEXT) {
      return new JsonTerm(reference.getIndex(), JsonFunctions.path(path), false);
    }
    boolean plain =
        JsonOperators.givesText(text(operands.get(2)))
            && "NULL".equals(text(operands.get(BEHAVIORS)))
            && "NULL".equals(text(operands.get(BEHAVIORS + 2)));
    return plain ? new JsonTerm(reference.getIndex(), JsonPath.parse(path), true) : null;
  }

  private static @Nullable String text(RexNode node) {
    return node instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
  }

  /** A condition on the text, which is column 0 there. */
  Predicate where(Predicate condition) {
    return new Predicate.AtPath(column, path, scalarsOnly, condition);
  }
}
