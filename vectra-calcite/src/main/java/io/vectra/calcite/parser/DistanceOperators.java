package io.vectra.calcite.parser;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * The distance operators {@code <=>}, {@code <->} and {@code <#>}. They exist between parser and
 * rewriting only: the prepare pipeline turns each into a call of its distance function before
 * validation, which is why operands are not checked here.
 */
public final class DistanceOperators {
  // Below + and - (40), above the comparisons (30): a <-> b < 0.5 compares the distance.
  private static final int PRECEDENCE = 34;

  /** {@code a <=> b}: one minus the cosine of the angle. */
  public static final SqlBinaryOperator COSINE = distance("<=>");

  /** {@code a <-> b}: the length of the difference. */
  public static final SqlBinaryOperator EUCLIDEAN = distance("<->");

  /** {@code a <#> b}: the negated inner product. */
  public static final SqlBinaryOperator DOT = distance("<#>");

  private DistanceOperators() {}

  private static SqlBinaryOperator distance(String name) {
    return new SqlBinaryOperator(
        name,
        SqlKind.OTHER,
        PRECEDENCE,
        true,
        ReturnTypes.DOUBLE_NULLABLE,
        InferTypes.FIRST_KNOWN,
        OperandTypes.ANY_ANY);
  }
}
