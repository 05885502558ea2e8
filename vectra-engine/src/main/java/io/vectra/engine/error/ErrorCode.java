package io.vectra.engine.error;

/**
 * Every way in which Vectra can fail: a stable name, the SQLSTATE that a client sees, whether the
 * same call may succeed when tried again, and whether the database is still usable afterwards.
 */
public enum ErrorCode {
  INVALID_VECTOR("22000", false, true),
  STRING_TOO_LONG("22001", false, true),
  NUMERIC_OUT_OF_RANGE("22003", false, true),
  INVALID_DATETIME("22007", false, true),
  DIVISION_BY_ZERO("22012", false, true),
  INVALID_LOGARITHM("2201E", false, true),
  INVALID_POWER("2201F", false, true),
  INVALID_SUBSTRING("22011", false, true),
  INVALID_CHARACTERS("22021", false, true),
  SEQUENCE_EXHAUSTED("2200H", false, true),
  INVALID_PARAMETER("22023", false, true),
  INVALID_ESCAPE("22025", false, true),
  INVALID_JSON("22032", false, true),
  INVALID_TEXT("22P02", false, true),
  NOT_NULL_VIOLATION("23502", false, true),
  FOREIGN_KEY_VIOLATION("23503", false, true),
  UNIQUE_VIOLATION("23505", false, true),
  CHECK_VIOLATION("23514", false, true),
  CARDINALITY_VIOLATION("21000", false, true),
  INVALID_TRANSACTION_STATE("25000", false, true),
  READ_ONLY("25006", false, true),
  DEPENDENT_OBJECTS("2BP01", false, true),
  UNKNOWN_SAVEPOINT("3B001", false, true),
  UNDEFINED_SCHEMA("3F000", false, true),
  NOT_A_DATABASE("3D000", false, true),
  SERIALIZATION_CONFLICT("40001", true, true),
  DEADLOCK("40P01", true, true),
  SYSTEM_OBJECT("42501", false, true),
  SYNTAX_ERROR("42601", false, true),
  INVALID_COLUMN_REFERENCE("42P10", false, true),
  UNDEFINED_COLUMN("42703", false, true),
  UNDEFINED_FUNCTION("42883", false, true),
  UNDEFINED_TABLE("42P01", false, true),
  UNDEFINED_OBJECT("42704", false, true),
  DUPLICATE_COLUMN("42701", false, true),
  DUPLICATE_TABLE("42P07", false, true),
  DUPLICATE_SCHEMA("42P06", false, true),
  DUPLICATE_OBJECT("42710", false, true),
  DATATYPE_MISMATCH("42804", false, true),
  INVALID_FOREIGN_KEY("42830", false, true),
  INVALID_STATEMENT("42000", false, true),
  UNKNOWN_OPTION("08001", false, true),
  CONNECTION_CLOSED("08003", false, true),
  GENERATED_ALWAYS("428C9", false, true),
  FEATURE_NOT_SUPPORTED("0A000", false, true),
  DISK_FULL("53100", true, true),
  OUT_OF_MEMORY("53200", true, true),
  LIMIT_EXCEEDED("54000", false, true),
  NOT_READY("55000", false, true),
  DATABASE_LOCKED("55006", true, true),
  LOCK_TIMEOUT("55P03", true, true),
  QUERY_CANCELED("57014", true, true),
  IO_ERROR("58030", false, true),
  POISONED("58P03", false, false),
  CORRUPTION("XX001", false, false),
  NEWER_FORMAT("XX002", false, false),
  INTERNAL("XX000", false, true);

  private final String sqlState;
  private final boolean retryable;
  private final boolean databaseUsable;

  ErrorCode(String sqlState, boolean retryable, boolean databaseUsable) {
    this.sqlState = sqlState;
    this.retryable = retryable;
    this.databaseUsable = databaseUsable;
  }

  /** The five-character SQLSTATE that a JDBC client sees. */
  public String sqlState() {
    return sqlState;
  }

  /** Whether the same call may succeed when it is tried again. */
  public boolean retryable() {
    return retryable;
  }

  /** Whether other statements can go on with the database as it is open. */
  public boolean databaseUsable() {
    return databaseUsable;
  }
}
