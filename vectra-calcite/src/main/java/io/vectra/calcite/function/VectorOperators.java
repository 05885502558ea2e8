package io.vectra.calcite.function;

import io.vectra.engine.schema.Metric;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * The infix distance operators, named as pgvector names them. They exist in syntax trees alone:
 * {@link VectraRewrite} turns them into VECTOR_DISTANCE before validation.
 */
public final class VectorOperators {
  /** Between the comparisons (30) and the sums (40), so that {@code a <=> b < 0.5} compares. */
  private static final int PRECEDENCE = 36;

  /** The cosine distance. */
  public static final SqlBinaryOperator COSINE = operator("<=>");

  /** The euclidean distance. */
  public static final SqlBinaryOperator EUCLIDEAN = operator("<->");

  /** The negative inner product. */
  public static final SqlBinaryOperator DOT = operator("<#>");

  private VectorOperators() {}

  /** Every operator. */
  public static List<SqlOperator> all() {
    return List.of(COSINE, EUCLIDEAN, DOT);
  }

  /** The metric that an operator stands for; empty for any other operator. */
  public static Optional<Metric> metric(SqlOperator operator) {
    if (operator == COSINE) {
      return Optional.of(Metric.COSINE);
    }
    if (operator == EUCLIDEAN) {
      return Optional.of(Metric.EUCLIDEAN);
    }
    return operator == DOT ? Optional.of(Metric.DOT) : Optional.empty();
  }

  private static SqlBinaryOperator operator(String name) {
    return new SqlBinaryOperator(
        name,
        SqlKind.OTHER,
        PRECEDENCE,
        true,
        ReturnTypes.DOUBLE_FORCE_NULLABLE,
        null,
        OperandTypes.ANY_ANY);
  }
}
