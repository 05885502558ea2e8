package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Error codes as SQLException subclasses. */
class SqlExceptionsTest {
  @Test
  void of_code_givesTheSubclassOfItsClass() {
    assertThatThrowable(of(ErrorCode.SYNTAX_ERROR)).isInstanceOf(SQLSyntaxErrorException.class);
    assertThatThrowable(of(ErrorCode.UNIQUE_VIOLATION))
        .isInstanceOf(SQLIntegrityConstraintViolationException.class);
    assertThatThrowable(of(ErrorCode.INVALID_VECTOR)).isInstanceOf(SQLDataException.class);
    assertThatThrowable(of(ErrorCode.SERIALIZATION_CONFLICT))
        .isInstanceOf(SQLTransactionRollbackException.class);
    assertThatThrowable(of(ErrorCode.QUERY_TIMEOUT)).isInstanceOf(SQLTimeoutException.class);
    assertThatThrowable(of(ErrorCode.QUERY_CANCELED)).isExactlyInstanceOf(SQLException.class);
    assertThatThrowable(of(ErrorCode.FEATURE_NOT_SUPPORTED))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrowable(of(ErrorCode.UNKNOWN_OPTION))
        .isInstanceOf(SQLNonTransientConnectionException.class);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void of_everyCode_keepsStateMessageAndCause(ErrorCode code) {
    VectraException cause = new VectraException(code, "what and where");
    SQLException exception = SqlExceptions.of(cause);
    assertThat(exception.getSQLState()).isEqualTo(code.sqlState());
    assertThatThrowable(exception).hasMessage("what and where").hasCause(cause);
  }

  @Test
  void of_outOfMemory_is53200() {
    assertThat(SqlExceptions.of(new OutOfMemoryError("heap")).getSQLState()).isEqualTo("53200");
  }

  @Test
  void of_unreadablePage_is58030() {
    assertThat(SqlExceptions.of(new InternalError("a fault")).getSQLState()).isEqualTo("58030");
  }

  /** SQLException is an Iterable too, which makes assertThat ambiguous. */
  private static AbstractThrowableAssert<?, ? extends Throwable> assertThatThrowable(
      Throwable exception) {
    return assertThat(exception);
  }

  private static SQLException of(ErrorCode code) {
    return SqlExceptions.of(new VectraException(code, "message"));
  }
}
