package io.vectra.calcite.function;

import io.vectra.calcite.parser.DefaultRow;
import io.vectra.calcite.parser.OtherTypeNames;
import io.vectra.calcite.parser.SqlVectorTypeNameSpec;
import io.vectra.calcite.schema.DeclaredTypes;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.translate.WellFormedText;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUpdate;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a statement before it is validated: every short form of a distance becomes {@code
 * VECTOR_DISTANCE(a, b, 'METRIC')}; {@code KNN('T', 'C', query, k)} becomes the query that it
 * stands for; texts assigned to vector columns become vectors.
 */
public final class VectraRewrite extends SqlShuttle {
  private static final Map<String, Metric> DISTANCES = new HashMap<>();

  static {
    DISTANCES.put("COSINE_DISTANCE", Metric.COSINE);
    DISTANCES.put("<=>", Metric.COSINE);
    DISTANCES.put("L2_DISTANCE", Metric.EUCLIDEAN);
    DISTANCES.put("EUCLIDEAN_DISTANCE", Metric.EUCLIDEAN);
    DISTANCES.put("<->", Metric.EUCLIDEAN);
    DISTANCES.put("L1_DISTANCE", Metric.MANHATTAN);
    DISTANCES.put("NEGATIVE_INNER_PRODUCT", Metric.DOT);
    DISTANCES.put("<#>", Metric.DOT);
  }

  private static final Set<String> OTHER_FORMS = Set.of("INNER_PRODUCT", "COSINE_SIMILARITY");

  private final Names meanings;
  private final NamesInUse names;
  private final SequenceRewrite sequences;

  private VectraRewrite(Names meanings) {
    this.meanings = meanings;
    this.names = new NamesInUse(meanings);
    this.sequences = new SequenceRewrite(meanings);
  }

  /** The functions that are forms of a distance. */
  static Set<String> names() {
    Set<String> names = new HashSet<>(DISTANCES.keySet());
    names.addAll(OTHER_FORMS);
    return names;
  }

  /** Whether a call, not rewritten yet, is a distance of two vectors or its like. */
  public static boolean isDistance(SqlCall call) {
    String name = name(call);
    return call.operandCount() >= 2
        && (DISTANCES.containsKey(name)
            || OTHER_FORMS.contains(name)
            || name.equals(VectraOperators.VECTOR_DISTANCE.getName()));
  }

  /** The statement in the forms that the planner knows. */
  public static SqlNode rewrite(SqlNode statement, Names meanings) {
    SqlNode whole =
        statement instanceof SqlInsert insert ? DefaultRow.of(insert, meanings) : statement;
    VectraRewrite rewrite = new VectraRewrite(meanings);
    SqlNode rewritten = whole.accept(rewrite);
    if (rewritten == null) {
      throw new IllegalStateException("a statement was rewritten to nothing");
    }
    rewrite.names.check();
    return rewritten;
  }

  @Override
  public @Nullable SqlNode visit(SqlDataTypeSpec type) {
    SqlDataTypeSpec known = OtherTypeNames.known(type);
    DeclaredTypes.check(known, "A type");
    return known;
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier identifier) {
    if (identifier.toString().equals("CURRENT_SCHEMA") && !identifier.isComponentQuoted(0)) {
      return SqlLiteral.createCharString(meanings.schema(), identifier.getParserPosition());
    }
    SqlNode value = sequences.of(identifier);
    if (value == null) {
      names.visit(identifier);
    }
    return value == null ? identifier : value;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    if (call instanceof SqlLambda lambda) {
      return JsonRewrite.arrows(lambda).accept(this);
    }
    SqlNode value = sequences.of(call);
    if (value != null) {
      return value;
    }
    names.visit(call);
    if (call instanceof SqlInsert insert) {
      AssignedTexts.rewrite(insert, meanings);
    } else if (call instanceof SqlUpdate update) {
      AssignedTexts.rewrite(update, meanings);
    }
    if (call.getKind() == SqlKind.COLLECTION_TABLE
        && call.operand(0) instanceof SqlCall function
        && KnnRewrite.isName(name(function))) {
      return new KnnRewrite(meanings, names, node -> Objects.requireNonNull(node.accept(this)))
          .rewritten(function);
    }
    if (call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR) {
      return BalancedConditions.of(call, node -> Objects.requireNonNull(node.accept(this)));
    }
    SqlNode compared = RowLists.rewritten(call);
    if (compared != null) {
      return compared.accept(this);
    }
    SqlNode visited = super.visit(call);
    if (!(visited instanceof SqlCall result)) {
      return visited;
    }
    SqlNode json = JsonRewrite.of(result);
    if (json != null) {
      return json;
    }
    String name = name(result);
    SqlParserPos position = result.getParserPosition();
    List<SqlNode> operands = result.getOperandList();
    Metric metric = DISTANCES.get(name);
    if (metric != null && operands.size() == 2) {
      return distance(position, operands.get(0), operands.get(1), metric);
    }
    return switch (name) {
      case "VECTOR_DISTANCE" -> vectorDistance(result);
      case "CAST" -> cast(result);
      case "INNER_PRODUCT" ->
          SqlStdOperatorTable.UNARY_MINUS.createCall(
              position, distance(position, pair(result, 0), pair(result, 1), Metric.DOT));
      case "COSINE_SIMILARITY" ->
          SqlStdOperatorTable.MINUS.createCall(
              position,
              SqlLiteral.createExactNumeric("1", position),
              distance(position, pair(result, 0), pair(result, 1), Metric.COSINE));
      case "IS DISTINCT FROM" -> distinct(result);
      case "VALUES" -> MixedNumbers.alike(result);
      case "COVAR_POP", "COVAR_SAMP", "REGR_SXX", "REGR_SYY" -> ofDoubles(result);
      default -> ScalarRewrite.of(result);
    };
  }

  /** Calcite's arrays have no length, so that a cast to VECTOR(n) is a function. */
  private static SqlNode cast(SqlCall call) {
    boolean vector =
        call.getKind() == SqlKind.CAST
            && call.operand(1) instanceof SqlDataTypeSpec type
            && type.getTypeNameSpec() instanceof SqlVectorTypeNameSpec;
    if (!vector) {
      return call;
    }
    SqlVectorTypeNameSpec type =
        (SqlVectorTypeNameSpec) call.<SqlDataTypeSpec>operand(1).getTypeNameSpec();
    SqlParserPos position = call.getParserPosition();
    if (type.dimensions() == 0) {
      return VectraOperators.VECTOR.createCall(position, call.<SqlNode>operand(0));
    }
    String dimensions = Integer.toString(type.dimensions());
    return VectraOperators.VECTOR_OF.createCall(
        position, call.operand(0), SqlLiteral.createExactNumeric(dimensions, position));
  }

  /** Calcite takes two rows for distinct only where all their fields are. */
  private static SqlNode distinct(SqlCall call) {
    if (call.getOperandList().stream().noneMatch(operand -> operand.getKind() == SqlKind.ROW)) {
      return call;
    }
    SqlParserPos at = call.getParserPosition();
    return SqlStdOperatorTable.NOT.createCall(
        at, SqlStdOperatorTable.IS_NOT_DISTINCT_FROM.createCall(at, call.getOperandList()));
  }

  /** Calcite computes these in the type of their arguments, and cuts fractions of integers off. */
  private static SqlNode ofDoubles(SqlCall call) {
    SqlParserPos position = call.getParserPosition();
    SqlDataTypeSpec type =
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, position), position);
    List<SqlNode> operands = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      operands.add(SqlStdOperatorTable.CAST.createCall(position, operand, type));
    }
    return call.getOperator().createCall(call.getFunctionQuantifier(), position, operands);
  }

  /** {@code U&'..'} is a text like any other; Calcite keeps it apart by its character set. */
  @Override
  public @Nullable SqlNode visit(SqlLiteral literal) {
    if (literal instanceof SqlCharStringLiteral
        && literal.getValue() instanceof NlsString text
        && text.getCharset() != null) {
      return SqlLiteral.createCharString(
          WellFormedText.check(text.getValue(), "A text"), literal.getParserPosition());
    }
    if (literal instanceof SqlUnknownLiteral typed) {
      return TypedLiterals.of(typed);
    }
    return super.visit(literal);
  }

  private static String name(SqlCall call) {
    return call.getOperator().getName().toUpperCase(Locale.ROOT);
  }

  private static SqlNode pair(SqlCall call, int position) {
    if (call.operandCount() != 2) {
      throw new VectraException(
          ErrorCode.UNDEFINED_FUNCTION,
          name(call) + " takes 2 vectors, not " + call.operandCount() + " arguments.");
    }
    return call.operand(position);
  }

  private SqlNode vectorDistance(SqlCall call) {
    if (call.operandCount() != 2 && call.operandCount() != 3) {
      throw new VectraException(
          ErrorCode.UNDEFINED_FUNCTION,
          "VECTOR_DISTANCE takes 2 vectors and a metric, not "
              + call.operandCount()
              + " arguments.");
    }
    SqlNode left = call.operand(0);
    SqlNode right = call.operand(1);
    Metric metric =
        call.operandCount() == 3 ? metric(call.operand(2)) : metricOfColumns(left, right);
    return distance(call.getParserPosition(), left, right, metric);
  }

  /** A metric as a bare word or as a text. */
  static Metric metric(SqlNode node) {
    if (node instanceof SqlIdentifier identifier && identifier.isSimple()) {
      return Metrics.of(identifier.getSimple());
    }
    if (node instanceof SqlCharStringLiteral literal) {
      return Metrics.of(literal.getValueAs(String.class));
    }
    throw new VectraException(
        ErrorCode.INVALID_PARAMETER,
        "The metric " + node + " must be a word such as COSINE, or a text such as 'COSINE'.");
  }

  /** Without a metric, that of the index on the column; COSINE where no index says otherwise. */
  private Metric metricOfColumns(SqlNode left, SqlNode right) {
    TreeSet<Metric> metrics = new TreeSet<>();
    for (SqlNode node : List.of(left, right)) {
      if (node instanceof SqlIdentifier identifier) {
        String column = identifier.names.get(identifier.names.size() - 1);
        for (IndexSchema index : meanings.catalog().indexes()) {
          TableSchema table = meanings.catalog().table(index.tableId());
          if (table != null
              && index instanceof VectorIndex vector
              && table.column(vector.column()).name().equals(column)) {
            metrics.add(vector.options().metric());
          }
        }
      }
    }
    if (metrics.size() > 1) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "VECTOR_DISTANCE without a metric is not clear here: indexes on columns of that name use "
              + metrics
              + ". Name the metric as its third argument.");
    }
    return metrics.isEmpty() ? Metric.COSINE : metrics.first();
  }

  static SqlNode distance(SqlParserPos position, SqlNode left, SqlNode right, Metric metric) {
    return VectraOperators.VECTOR_DISTANCE.createCall(
        position,
        vector(left),
        vector(right),
        SqlLiteral.createCharString(metric.name(), position));
  }

  /** A parameter in the place of a vector is one, wherever it stands. */
  private static SqlNode vector(SqlNode node) {
    if (!(node instanceof SqlDynamicParam)) {
      return node instanceof SqlCharStringLiteral ? fromText(node) : node;
    }
    SqlParserPos position = node.getParserPosition();
    SqlDataTypeSpec type =
        new SqlDataTypeSpec(
            new SqlCollectionTypeNameSpec(
                new SqlBasicTypeNameSpec(SqlTypeName.REAL, position), SqlTypeName.ARRAY, position),
            position);
    return SqlStdOperatorTable.CAST.createCall(position, node, type);
  }

  static SqlNode fromText(SqlNode text) {
    return VectraOperators.VECTOR.createCall(text.getParserPosition(), text);
  }
}
