package io.vectra.calcite.translate;

import io.vectra.calcite.exact.LikeFunctions;
import io.vectra.calcite.function.JsonOperators;
import io.vectra.calcite.function.VectorValue;
import io.vectra.engine.metadata.MetadataMatch;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Predicate.Truth;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Translates conditions on the columns of one table to the engine's predicates. What it cannot
 * translate exactly it does not translate at all.
 */
public final class PredicateTranslator {
  private final TableSchema schema;
  private final RexBuilder builder;

  /** A translator for conditions on a table. */
  public PredicateTranslator(TableSchema schema, RexBuilder builder) {
    this.schema = schema;
    this.builder = builder;
  }

  /** A predicate that waits for its parameters. */
  public interface Template {
    Predicate bind(Bindings bindings);
  }

  /** The translation of a condition, or null. */
  public @Nullable Template translate(RexNode condition) {
    RexNode node = RexUtil.expandSearch(builder, null, condition);
    if (node instanceof RexInputRef column && isStored(column.getIndex())) {
      return type(column.getIndex()).kind() == Kind.BOOLEAN
          ? constant(new Predicate.Compare(column.getIndex(), Comparison.EQUAL, true))
          : null;
    }
    if (node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.BOOLEAN) {
      Boolean value = literal.getValueAs(Boolean.class);
      Truth truth = value == null ? Truth.UNKNOWN : value ? Truth.TRUE : Truth.FALSE;
      return constant(new Predicate.Constant(truth));
    }
    if (!(node instanceof RexCall call)) {
      return null;
    }
    return switch (call.getKind()) {
      case AND -> all(RelOptUtil.conjunctions(call));
      case OR -> any(RelOptUtil.disjunctions(call));
      case NOT -> not(translate(call.getOperands().get(0)));
      case IS_NULL -> isNull(call.getOperands().get(0));
      case IS_NOT_NULL -> not(isNull(call.getOperands().get(0)));
      case IS_TRUE -> null;
      case EQUALS -> compare(call, Comparison.EQUAL);
      case NOT_EQUALS -> compare(call, Comparison.NOT_EQUAL);
      case LESS_THAN -> compare(call, Comparison.LESS);
      case LESS_THAN_OR_EQUAL -> compare(call, Comparison.LESS_OR_EQUAL);
      case GREATER_THAN -> compare(call, Comparison.GREATER);
      case GREATER_THAN_OR_EQUAL -> compare(call, Comparison.GREATER_OR_EQUAL);
      case LIKE -> like(call);
      default ->
          call.getOperator() == JsonOperators.METADATA_MATCHES
              ? metadataMatches(call.getOperands().get(0), call.getOperands().get(1))
              : present(call);
    };
  }

  private static Template constant(Predicate predicate) {
    return bindings -> predicate;
  }

  private @Nullable Template all(List<RexNode> conditions) {
    List<Template> parts = parts(conditions);
    return parts == null
        ? null
        : bindings -> new Predicate.And(parts.stream().map(part -> part.bind(bindings)).toList());
  }

  private @Nullable Template any(List<RexNode> conditions) {
    List<Template> parts = parts(conditions);
    return parts == null ? null : ColumnLists.anyOf(parts);
  }

  private @Nullable List<Template> parts(List<RexNode> conditions) {
    List<Template> parts = new ArrayList<>();
    for (RexNode operand : conditions) {
      Template part = translate(operand);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return parts;
  }

  private static @Nullable Template not(@Nullable Template part) {
    return part == null ? null : bindings -> new Predicate.Not(part.bind(bindings));
  }

  private @Nullable Template isNull(RexNode operand) {
    JsonTerm json = JsonTerm.of(operand, schema);
    if (json != null) {
      return constant(json.where(new Predicate.IsNull(0)));
    }
    return operand instanceof RexInputRef column && isStored(column.getIndex())
        ? constant(new Predicate.IsNull(column.getIndex()))
        : null;
  }

  private @Nullable Template compare(RexCall call, Comparison comparison) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    Template distance = distance(left, comparison, right);
    distance = distance == null ? distance(right, mirrored(comparison), left) : distance;
    if (distance != null) {
      return distance;
    }
    Template json = json(left, comparison, right);
    json = json == null ? json(right, mirrored(comparison), left) : json;
    if (json != null) {
      return json;
    }
    int column = column(left);
    if (column >= 0 && Constants.isConstant(right)) {
      return compare(column, comparison, right);
    }
    column = column(right);
    if (column >= 0 && Constants.isConstant(left)) {
      return compare(column, mirrored(comparison), left);
    }
    return null;
  }

  /** A distance, or what rises or falls with one, compared with a number. */
  private @Nullable Template distance(RexNode term, Comparison comparison, RexNode constant) {
    DistanceTerm distance =
        comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL
            ? null
            : DistanceTerm.of(term, schema);
    if (distance == null || !Constants.isConstant(constant)) {
      return null;
    }
    ColumnType number = ColumnType.of(Kind.DOUBLE);
    return bindings -> {
      Object vector = Constants.evaluate(distance.query(), bindings);
      Object value = Constants.evaluate(constant, bindings);
      return vector == null || value == null
          ? new Predicate.Constant(Truth.UNKNOWN)
          : distance.compared(
              comparison,
              (Double) Conversions.convert(value, number, "the limit of a distance"),
              VectorValue.floats(vector));
    };
  }

  /** What lies at a path in a JSON column compared with another value. */
  private @Nullable Template json(RexNode term, Comparison comparison, RexNode constant) {
    JsonTerm json = JsonTerm.of(unwidened(term), schema);
    if (json == null || !Constants.isConstant(constant)) {
      return null;
    }
    if (json.type().kind() == Kind.BOOLEAN) {
      return null;
    }
    String what = "a JSON value";
    return bindings -> {
      Object value = Constants.evaluate(constant, bindings);
      if (value == null) {
        return new Predicate.Constant(Truth.UNKNOWN);
      }
      return json.where(
          json.isText()
              ? new Predicate.Compare(
                  0, comparison, Conversions.convert(value, json.type(), "the text of " + what))
              : integers(
                  0, json.type(), comparison, Conversions.decimal(value, json.type(), what)));
    };
  }

  private @Nullable Template metadataMatches(RexNode metadata, RexNode filter) {
    int column = column(metadata);
    if (column < 0 || type(column).kind() != Kind.JSON || !Constants.isConstant(filter)) {
      return null;
    }
    return bindings -> {
      Object text = Constants.evaluate(filter, bindings);
      return text == null
          ? new Predicate.Constant(Truth.UNKNOWN)
          : new Predicate.MetadataMatches(column, MetadataMatch.of(text.toString()));
    };
  }

  /** JSON_EXISTS. */
  private @Nullable Template present(RexCall call) {
    JsonTerm json = JsonTerm.of(call, schema);
    return json != null && json.type().kind() == Kind.BOOLEAN
        ? constant(json.where(new Predicate.Compare(0, Comparison.EQUAL, true)))
        : null;
  }

  /** The column of a reference, perhaps widened by a cast; -1 for anything else. */
  private int column(RexNode node) {
    return unwidened(node) instanceof RexInputRef reference && isStored(reference.getIndex())
        ? reference.getIndex()
        : -1;
  }

  /** An expression without a cast that keeps each of its values as they compare. */
  private static RexNode unwidened(RexNode node) {
    if (!(node instanceof RexCall call)
        || call.getKind() != SqlKind.CAST
        || !RexUtil.isLosslessCast(call)) {
      return node;
    }
    RexNode operand = call.getOperands().get(0);
    boolean alike =
        SqlTypeUtil.isExactNumeric(call.getType()) == SqlTypeUtil.isExactNumeric(operand.getType())
            && SqlTypeUtil.isCharacter(call.getType())
                == SqlTypeUtil.isCharacter(operand.getType());
    return alike ? operand : node;
  }

  private boolean isStored(int column) {
    return column < schema.columns().size();
  }

  private static Comparison mirrored(Comparison comparison) {
    return switch (comparison) {
      case LESS -> Comparison.GREATER;
      case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
      case GREATER -> Comparison.LESS;
      case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      default -> comparison;
    };
  }

  private @Nullable Template compare(int column, Comparison comparison, RexNode constant) {
    ColumnType type = type(column);
    String what = "column " + schema.name() + "." + schema.column(column).name();
    return switch (type.kind()) {
      case VECTOR, REAL -> null;
      case SMALLINT, INTEGER, BIGINT ->
          bindings -> {
            Object value = Constants.evaluate(constant, bindings);
            return value == null
                ? new Predicate.Constant(Truth.UNKNOWN)
                : integers(column, type, comparison, Conversions.decimal(value, type, what));
          };
      default ->
          bindings -> {
            Object value = Constants.evaluate(constant, bindings);
            return value == null
                ? new Predicate.Constant(Truth.UNKNOWN)
                : compare(column, comparison, value, Conversions.convert(value, type, what));
          };
    };
  }

  /** Compares with a value as it was bound; a DATE with a time of day is between two dates. */
  private static Predicate compare(
      int column, Comparison comparison, Object bound, Object converted) {
    if (!(converted instanceof LocalDate date) || !Conversions.hasTime(bound, date)) {
      return new Predicate.Compare(column, comparison, converted);
    }
    return switch (comparison) {
      case EQUAL -> new Predicate.Compare(column, Comparison.LESS, LocalDate.MIN);
      case NOT_EQUAL -> new Predicate.Compare(column, Comparison.GREATER_OR_EQUAL, LocalDate.MIN);
      case LESS, LESS_OR_EQUAL -> new Predicate.Compare(column, Comparison.LESS_OR_EQUAL, date);
      case GREATER, GREATER_OR_EQUAL -> new Predicate.Compare(column, Comparison.GREATER, date);
    };
  }

  /**
   * Compares integers with any number: one that the column cannot hold falls between two it can.
   */
  private static Predicate integers(
      int column, ColumnType type, Comparison comparison, BigDecimal value) {
    BigDecimal min = BigDecimal.valueOf(min(type.kind()));
    BigDecimal max = BigDecimal.valueOf(max(type.kind()));
    BigDecimal floor = value.setScale(0, RoundingMode.FLOOR);
    boolean held =
        floor.compareTo(value) == 0 && value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    if (held) {
      return compareInteger(column, type, comparison, floor);
    }
    return switch (comparison) {
      case EQUAL -> compareInteger(column, type, Comparison.LESS, min);
      case NOT_EQUAL -> compareInteger(column, type, Comparison.GREATER_OR_EQUAL, min);
      case LESS, LESS_OR_EQUAL ->
          value.compareTo(min) < 0
              ? compareInteger(column, type, Comparison.LESS, min)
              : compareInteger(column, type, Comparison.LESS_OR_EQUAL, floor.min(max));
      case GREATER, GREATER_OR_EQUAL ->
          value.compareTo(max) > 0
              ? compareInteger(column, type, Comparison.GREATER, max)
              : compareInteger(
                  column, type, Comparison.GREATER, floor.compareTo(min) < 0 ? null : floor, min);
    };
  }

  private static Predicate compareInteger(
      int column,
      ColumnType type,
      Comparison comparison,
      @Nullable BigDecimal value,
      BigDecimal min) {
    return value == null
        ? compareInteger(column, type, Comparison.GREATER_OR_EQUAL, min)
        : compareInteger(column, type, comparison, value);
  }

  private static Predicate compareInteger(
      int column, ColumnType type, Comparison comparison, BigDecimal value) {
    return new Predicate.Compare(
        column, comparison, Conversions.convert(value, type, "a comparison"));
  }

  private static long min(Kind kind) {
    return switch (kind) {
      case SMALLINT -> Short.MIN_VALUE;
      case INTEGER -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  private static long max(Kind kind) {
    return switch (kind) {
      case SMALLINT -> Short.MAX_VALUE;
      case INTEGER -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }

  private @Nullable Template like(RexCall call) {
    JsonTerm json = JsonTerm.of(call.getOperands().get(0), schema);
    int column = json == null ? column(call.getOperands().get(0)) : 0;
    boolean isText = json == null ? column >= 0 && isText(type(column).kind()) : json.isText();
    if (!isText
        || !(call.getOperator() instanceof SqlLikeOperator operator)
        || !operator.isCaseSensitive()
        || !call.getOperands().stream().skip(1).allMatch(Constants::isConstant)) {
      return null;
    }
    Template positive =
        bindings -> {
          Object pattern = Constants.evaluate(call.getOperands().get(1), bindings);
          Object escape =
              call.getOperands().size() > 2
                  ? Constants.evaluate(call.getOperands().get(2), bindings)
                  : "";
          if (pattern == null || escape == null) {
            return new Predicate.Constant(Truth.UNKNOWN);
          }
          Predicate like =
              new Predicate.Like(
                  column, pattern.toString(), LikeFunctions.escapeCharacter(escape.toString()));
          return json == null ? like : json.where(like);
        };
    return operator.isNegated() ? not(positive) : positive;
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.VARCHAR || kind == Kind.JSON;
  }

  private ColumnType type(int column) {
    return schema.column(column).type();
  }
}
