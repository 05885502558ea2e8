package io.vectra.calcite.parser;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * How far Vectra's SQL is lenient: what tools and ORMs commonly send is allowed, what would hide a
 * mistake is not.
 */
public final class VectraConformance extends SqlDelegatingConformance {
  /** The only instance. */
  public static final VectraConformance INSTANCE = new VectraConformance();

  private VectraConformance() {
    super(SqlConformanceEnum.DEFAULT);
  }

  @Override
  public boolean isGroupByAlias() {
    return true;
  }

  @Override
  public boolean isGroupByOrdinal() {
    return true;
  }

  @Override
  public boolean isHavingAlias() {
    return true;
  }

  @Override
  public boolean isBangEqualAllowed() {
    return true;
  }

  @Override
  public boolean isPercentRemainderAllowed() {
    return true;
  }

  /** INSERT may leave out columns that have a default or may be null. */
  @Override
  public boolean isInsertSubsetColumnsAllowed() {
    return true;
  }

  /** {@code OFFSET 5 LIMIT 10} in this order too. */
  @Override
  public boolean isOffsetLimitAllowed() {
    return true;
  }

  /** {@code LIMIT 5, 10}, as in MySQL. */
  @Override
  public boolean isLimitStartCountAllowed() {
    return true;
  }

  @Override
  public boolean allowNiladicParentheses() {
    return true;
  }

  /** Else {@code VALUES ('a'), ('bcd')} would pad the 'a' with spaces. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }
}
