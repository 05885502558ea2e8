package io.vectra.calcite.translate;

import io.vectra.calcite.exact.ExactOperators;
import io.vectra.calcite.function.JsonFunctions;
import io.vectra.calcite.function.JsonOperators;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.json.JsonPath;
import io.vectra.engine.json.JsonReading;
import io.vectra.engine.json.JsonReading.Plain;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * What lies at a path in a JSON column: {@code JSON_VALUE(meta, '$.lang')}, {@code meta ->>
 * 'lang'}, {@code JSON_VALUE(meta, '$.n' RETURNING INTEGER)}, {@code JSON_EXISTS(meta, '$.n')}.
 *
 * @param type of what is read
 */
record JsonTerm(int column, JsonPath path, JsonReading reading, ColumnType type) {
  private static final ColumnType TEXT = ColumnType.varchar(0);
  private static final int BEHAVIORS = 3;
  private static final Set<Kind> INTEGERS = EnumSet.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);

  /** An expression on the columns of a table as such a term, or null. */
  static @Nullable JsonTerm of(RexNode node, TableSchema schema) {
    if (!(node instanceof RexCall call)) {
      return null;
    }
    if (call.getKind() == SqlKind.CAST || ExactOperators.isCast(call.getOperator())) {
      return ofType(call, schema);
    }
    int column = column(call, schema);
    String path = column < 0 ? null : text(call.getOperands().get(1));
    if (path == null) {
      return null;
    }
    if (call.getOperator() == JsonOperators.GET_TEXT) {
      return new JsonTerm(column, JsonFunctions.path(path), Plain.TEXT, TEXT);
    }
    if (call.getOperator() == JsonOperators.PRESENT) {
      return "FALSE".equals(text(call.getOperands().get(2)))
          ? new JsonTerm(column, JsonPath.parse(path), Plain.PRESENCE, ColumnType.of(Kind.BOOLEAN))
          : null;
    }
    return JsonOperators.givesText(text(call.getOperands().get(2))) && isNullOtherwise(call)
        ? new JsonTerm(column, JsonPath.parse(path), Plain.SCALAR, TEXT)
        : null;
  }

  /** A scalar that is returned as an integer. */
  private static @Nullable JsonTerm ofType(RexCall cast, TableSchema schema) {
    if (!(cast.getOperands().get(0) instanceof RexCall call)
        || call.getOperator() != JsonOperators.SCALAR
        || !isNullOtherwise(call)) {
      return null;
    }
    int column = column(call, schema);
    String path = text(call.getOperands().get(1));
    String returned = text(call.getOperands().get(2));
    if (column < 0 || path == null || returned == null) {
      return null;
    }
    ColumnType type = JsonOperators.type(returned);
    return INTEGERS.contains(type.kind()) && TypeMapping.toEngine(cast.getType()).equals(type)
        ? new JsonTerm(column, JsonPath.parse(path), new JsonCast(type), type)
        : null;
  }

  /** What a condition is on. */
  static JsonTerm of(Predicate.AtPath at) {
    ColumnType type =
        at.reading() instanceof JsonCast cast
            ? cast.type()
            : at.reading() == Plain.PRESENCE ? ColumnType.of(Kind.BOOLEAN) : TEXT;
    return new JsonTerm(at.column(), at.path(), at.reading(), type);
  }

  /** The JSON column that a function reads, or -1. */
  private static int column(RexCall call, TableSchema schema) {
    boolean reads =
        call.getOperator() == JsonOperators.SCALAR
            || call.getOperator() == JsonOperators.GET_TEXT
            || call.getOperator() == JsonOperators.PRESENT;
    return reads
            && call.getOperands().get(0) instanceof RexInputRef reference
            && reference.getIndex() < schema.columns().size()
            && schema.column(reference.getIndex()).type().kind() == Kind.JSON
        ? reference.getIndex()
        : -1;
  }

  private static boolean isNullOtherwise(RexCall call) {
    return "NULL".equals(text(call.getOperands().get(BEHAVIORS)))
        && "NULL".equals(text(call.getOperands().get(BEHAVIORS + 2)));
  }

  private static @Nullable String text(RexNode node) {
    return node instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
  }

  boolean isText() {
    return type.kind() == Kind.VARCHAR;
  }

  /** A condition on what is read, which is column 0 there. */
  Predicate where(Predicate condition) {
    return new Predicate.AtPath(column, path, reading, condition);
  }
}
