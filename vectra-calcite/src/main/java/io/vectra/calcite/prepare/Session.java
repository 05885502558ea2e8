package io.vectra.calcite.prepare;

import io.vectra.engine.Database;
import java.util.List;

/**
 * One connection's state: its transaction, autocommit, settings. Belongs to one thread at a time.
 * {@code BEGIN}, {@code COMMIT}, {@code ROLLBACK}, {@code SAVEPOINT} and {@code SET} as SQL come to
 * the same methods. Vectors and bytes among the values of a statement are the session's own:
 * whoever gives them changes them no more.
 */
public interface Session extends AutoCloseable {

  /** The schema that every database has, and a session begins with. */
  String DEFAULT_SCHEMA = "PUBLIC";

  /** The database that this session talks to. */
  Database database();

  /** The schema of names that are written without one. */
  String schema();

  /** Changes the schema of names that are written without one, as {@code SET SCHEMA} does. */
  void setSchema(String name);

  /** Plans a statement, or takes its plan from the cache. */
  default PreparedSql prepare(String sql) {
    return prepare(sql, ExecutionControl.unlimited());
  }

  /**
   * The same, ended by {@code control}.
   *
   * @throws io.vectra.engine.error.VectraException QUERY_CANCELED while it is planned
   */
  PreparedSql prepare(String sql, ExecutionControl control);

  /**
   * Runs changes of rows one after the other, all or none of them: in autocommit as one transaction
   * (and one log append).
   *
   * @return the rows changed by each
   * @throws BatchRowException telling which of them failed
   */
  List<SqlResult.Count> executeTogether(List<PreparedSql> changes, ExecutionControl control);

  /**
   * Limits the memory of statements to come.
   *
   * @param bytes of rows that all statements of the JVM may hold together for one of this session
   *     to hold more
   */
  void setMemoryLimit(long bytes);

  boolean autoCommit();

  /** Whether the next statement joins a transaction: one that is open, or that it opens itself. */
  boolean inTransaction();

  /** Turning autocommit on commits the open transaction. */
  void setAutoCommit(boolean autoCommit);

  /** The modes of transactions to come. */
  TransactionModes transactionModes();

  /**
   * Changes the modes of transactions to come.
   *
   * @throws io.vectra.engine.error.VectraException READ_ONLY to write in a read-only database
   */
  void setTransactionModes(TransactionModes modes);

  /** Whether the next statement may not change anything. */
  boolean readOnly();

  /** Commits the open transaction, if there is one. */
  void commit();

  /** Rolls the open transaction back, if there is one. */
  void rollback();

  /** Sets a savepoint in the open transaction, beginning one if needed. */
  int savepoint();

  /** Rolls back to a savepoint of the open transaction; those set after it are gone. */
  void rollbackTo(int savepoint);

  /** Forgets a savepoint and those set after it; what was written stays. */
  void release(int savepoint);

  /** Rolls back and releases; the database stays open. */
  @Override
  void close();
}
