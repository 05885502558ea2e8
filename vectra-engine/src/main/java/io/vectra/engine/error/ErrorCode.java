package io.vectra.engine.error;

/**
 * Every way in which Vectra can fail: a stable name, the SQLSTATE that a client sees, what kind of
 * failure it is, whether the same call may succeed when tried again, and whether the database is
 * still usable afterwards. {@code docs/ERRORS.md} tells of each what it means and what to do.
 */
public enum ErrorCode {
  INVALID_VECTOR("22000", Category.INPUT, false, true),
  STRING_TOO_LONG("22001", Category.INPUT, false, true),
  NUMERIC_OUT_OF_RANGE("22003", Category.INPUT, false, true),
  INVALID_DATETIME("22007", Category.INPUT, false, true),
  DIVISION_BY_ZERO("22012", Category.INPUT, false, true),
  INVALID_LOGARITHM("2201E", Category.INPUT, false, true),
  INVALID_POWER("2201F", Category.INPUT, false, true),
  INVALID_SUBSTRING("22011", Category.INPUT, false, true),
  INVALID_CHARACTERS("22021", Category.INPUT, false, true),
  SEQUENCE_EXHAUSTED("2200H", Category.INPUT, false, true),
  INVALID_PARAMETER("22023", Category.INPUT, false, true),
  INVALID_ESCAPE("22025", Category.INPUT, false, true),
  INVALID_JSON("22032", Category.INPUT, false, true),
  INVALID_TEXT("22P02", Category.INPUT, false, true),
  BAD_FILE_FORMAT("22P04", Category.INPUT, false, true),
  NOT_NULL_VIOLATION("23502", Category.INPUT, false, true),
  FOREIGN_KEY_VIOLATION("23503", Category.INPUT, false, true),
  UNIQUE_VIOLATION("23505", Category.INPUT, false, true),
  CHECK_VIOLATION("23514", Category.INPUT, false, true),
  CARDINALITY_VIOLATION("21000", Category.INPUT, false, true),
  INVALID_TRANSACTION_STATE("25000", Category.INPUT, false, true),
  READ_ONLY("25006", Category.INPUT, false, true),
  DEPENDENT_OBJECTS("2BP01", Category.INPUT, false, true),
  UNKNOWN_SAVEPOINT("3B001", Category.INPUT, false, true),
  UNDEFINED_SCHEMA("3F000", Category.INPUT, false, true),
  NOT_A_DATABASE("3D000", Category.CONFIGURATION, false, true),
  SERIALIZATION_CONFLICT("40001", Category.CONFLICT, true, true),
  DEADLOCK("40P01", Category.CONFLICT, true, true),
  SYSTEM_OBJECT("42501", Category.INPUT, false, true),
  SYNTAX_ERROR("42601", Category.INPUT, false, true),
  INVALID_COLUMN_REFERENCE("42P10", Category.INPUT, false, true),
  UNDEFINED_COLUMN("42703", Category.INPUT, false, true),
  UNDEFINED_FUNCTION("42883", Category.INPUT, false, true),
  UNDEFINED_TABLE("42P01", Category.INPUT, false, true),
  UNDEFINED_OBJECT("42704", Category.INPUT, false, true),
  DUPLICATE_COLUMN("42701", Category.INPUT, false, true),
  DUPLICATE_TABLE("42P07", Category.INPUT, false, true),
  DUPLICATE_SCHEMA("42P06", Category.INPUT, false, true),
  DUPLICATE_OBJECT("42710", Category.INPUT, false, true),
  DATATYPE_MISMATCH("42804", Category.INPUT, false, true),
  INVALID_FOREIGN_KEY("42830", Category.INPUT, false, true),
  INVALID_STATEMENT("42000", Category.INPUT, false, true),
  UNKNOWN_OPTION("08001", Category.CONFIGURATION, false, true),
  CONNECTION_CLOSED("08003", Category.INPUT, false, true),
  GENERATED_ALWAYS("428C9", Category.INPUT, false, true),
  FEATURE_NOT_SUPPORTED("0A000", Category.INPUT, false, true),
  DISK_FULL("53100", Category.CAPACITY, true, true),
  OUT_OF_MEMORY("53200", Category.CAPACITY, true, true),
  LIMIT_EXCEEDED("54000", Category.CAPACITY, false, true),
  NOT_READY("55000", Category.INPUT, false, true),
  DATABASE_LOCKED("55006", Category.CONFLICT, true, true),
  LOCK_TIMEOUT("55P03", Category.CONFLICT, true, true),
  QUERY_CANCELED("57014", Category.CONFLICT, true, true),
  QUERY_TIMEOUT("57014", Category.CONFLICT, true, true),
  IO_ERROR("58030", Category.IO, false, true),
  POISONED("58P03", Category.IO, false, false),
  CORRUPTION("XX001", Category.CORRUPTION, false, false),
  NEWER_FORMAT("XX002", Category.CONFIGURATION, false, false),
  INTERNAL("XX000", Category.BUG, false, true);

  private final String sqlState;
  private final Category category;
  private final boolean retryable;
  private final boolean databaseUsable;

  /** Where the reason of a failure lies, and so who can do something about it. */
  public enum Category {
    /** In the statement, its values or the order of calls: change them. */
    INPUT,
    /** In what others do at the same time: try again. */
    CONFLICT,
    /** In a device or a file system that does not do what it is asked for. */
    IO,
    /** In files that are not what was written. */
    CORRUPTION,
    /** In too little space, or a limit: make room, or ask for less. */
    CAPACITY,
    /** In how the database is opened. */
    CONFIGURATION,
    /** In Vectra itself: report it. */
    BUG
  }

  ErrorCode(String sqlState, Category category, boolean retryable, boolean databaseUsable) {
    this.sqlState = sqlState;
    this.category = category;
    this.retryable = retryable;
    this.databaseUsable = databaseUsable;
  }

  /** The five-character SQLSTATE that a JDBC client sees. */
  public String sqlState() {
    return sqlState;
  }

  /** Where the reason lies. */
  public Category category() {
    return category;
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
