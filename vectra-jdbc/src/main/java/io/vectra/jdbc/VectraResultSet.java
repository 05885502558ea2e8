package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A result: rows of a cursor with a position among them. They are taken from it one at a time,
 * unless the result scrolls, can be changed or outlives its transaction; then they are in memory.
 * Values are read by {@link ResultSetGetters}, changed by {@link ResultSetUpdaters}, and found by
 * label by {@link ResultSetLabels}.
 */
public final class VectraResultSet extends ResultSetGetters {
  private final @Nullable VectraStatement statement;
  private final ResultSetKind kind;
  private final ResultCursor cursor;
  private final RowPosition position;
  private final @Nullable RowEditor editor;
  private volatile boolean closed;
  private int fetchSize;
  private int fetchDirection = FETCH_FORWARD;

  private VectraResultSet(
      @Nullable VectraStatement statement,
      ResultSetKind kind,
      List<ColumnInfo> columns,
      ResultCursor cursor,
      RowPosition position,
      @Nullable RowEditor editor) {
    super(columns, statement == null ? 0 : statement.fieldLimit());
    this.statement = statement;
    this.kind = kind;
    this.cursor = cursor;
    this.position = position;
    this.editor = editor;
  }

  /** The result of a statement, of the kind that it is to give as far as its query allows. */
  static VectraResultSet of(
      VectraStatement statement,
      ResultSetKind kind,
      List<ColumnInfo> columns,
      ResultCursor cursor,
      long maxRows)
      throws SQLException {
    long limit = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    if (!kind.inMemory()) {
      ResultCursor guarded = new GuardedCursor(cursor);
      return new VectraResultSet(
          statement, kind, columns, guarded, new StreamPosition(guarded, limit), null);
    }
    MemoryCursor rows = MemoryCursor.readAll(cursor, columns.size(), limit);
    RowEditor editor = kind.updatable() ? RowEditor.of(statement, columns, rows) : null;
    ResultSetKind given = editor == null ? kind.readOnly() : kind;
    return new VectraResultSet(statement, given, columns, rows, new ScrollPosition(rows), editor);
  }

  /** A result over rows in memory, which belongs to no statement. */
  public static VectraResultSet of(List<ColumnInfo> columns, List<@Nullable Object[]> rows) {
    MemoryCursor cursor = new MemoryCursor(rows);
    return new VectraResultSet(
        null, ResultSetKind.STREAMED, columns, cursor, new ScrollPosition(cursor), null);
  }

  /** All rows of a result that nobody has read from, as those of generated keys. */
  SqlResult.Count asCount() {
    List<@Nullable Object[]> rows =
        MemoryCursor.readAll(cursor, columns.size(), Long.MAX_VALUE).rows();
    return new SqlResult.Count(rows.size(), columns, columns.size(), rows);
  }

  /** Whether it stays open over the end of its transaction. */
  boolean isHeld() {
    return kind.held();
  }

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    leaveInsertRow();
    return position.next();
  }

  /** The position of a result that scrolls, which leaves the row to insert. */
  private ScrollPosition scrolled(String method) throws SQLException {
    checkOpen();
    if (!kind.scrolls() || !(position instanceof ScrollPosition scrolled)) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          "ResultSet."
              + method
              + " of a result that is forward-only; make the statement with"
              + " TYPE_SCROLL_INSENSITIVE.");
    }
    leaveInsertRow();
    return scrolled;
  }

  @Override
  public void beforeFirst() throws SQLException {
    scrolled("beforeFirst").beforeFirst();
  }

  @Override
  public void afterLast() throws SQLException {
    scrolled("afterLast").afterLast();
  }

  @Override
  public boolean first() throws SQLException {
    return scrolled("first").first();
  }

  @Override
  public boolean last() throws SQLException {
    return scrolled("last").last();
  }

  @Override
  public boolean absolute(int row) throws SQLException {
    return scrolled("absolute").absolute(row);
  }

  @Override
  public boolean relative(int distance) throws SQLException {
    return scrolled("relative").relative(distance);
  }

  @Override
  public boolean previous() throws SQLException {
    return scrolled("previous").previous();
  }

  private void leaveInsertRow() {
    if (editor != null) {
      editor.leave();
    }
  }

  private RowEditor editor(String method) throws SQLException {
    checkOpen();
    if (editor == null) {
      throw SqlExceptions.notSupported(
          "ResultSet."
              + method
              + " (the result is read-only: it needs CONCUR_UPDATABLE, and one table with its"
              + " primary key among the columns)");
    }
    return editor;
  }

  private RowEditor editorOnRow(String method) throws SQLException {
    RowEditor rows = editor(method);
    if (!rows.inserting()) {
      checkOnRow();
    }
    return rows;
  }

  @Override
  void change(int column, @Nullable Object value) throws SQLException {
    RowEditor rows = editorOnRow("update");
    checkColumn(column);
    try {
      rows.change(column - 1, value);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  SQLException refused(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.notSupported("ResultSet." + method);
  }

  @Override
  public void insertRow() throws SQLException {
    editor("insertRow").insertRow();
  }

  @Override
  public void updateRow() throws SQLException {
    editorOnRow("updateRow").updateRow();
  }

  @Override
  public void deleteRow() throws SQLException {
    editorOnRow("deleteRow").deleteRow();
  }

  @Override
  public void refreshRow() throws SQLException {
    editorOnRow("refreshRow").refreshRow();
  }

  @Override
  public void cancelRowUpdates() throws SQLException {
    editorOnRow("cancelRowUpdates").cancelRowUpdates();
  }

  @Override
  public void moveToInsertRow() throws SQLException {
    editor("moveToInsertRow").moveToInsertRow();
  }

  @Override
  public void moveToCurrentRow() throws SQLException {
    editor("moveToCurrentRow").leave();
  }

  @Override
  public boolean rowUpdated() throws SQLException {
    checkOpen();
    return editor != null && editor.isUpdated();
  }

  @Override
  public boolean rowInserted() throws SQLException {
    checkOpen();
    return false;
  }

  @Override
  public boolean rowDeleted() throws SQLException {
    checkOpen();
    return editor != null && editor.isDeleted();
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      cursor.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    } finally {
      if (statement != null) {
        statement.resultClosed(this);
      }
    }
  }

  @Override
  void checkOpen() throws SQLException {
    if (closed) {
      throw SqlExceptions.closed("result set");
    }
  }

  private void checkColumn(int column) throws SQLException {
    if (column < 1 || column > columns.size()) {
      throw SqlExceptions.of(
          ErrorCode.UNDEFINED_COLUMN,
          "Column "
              + column
              + " is out of range: the result has columns 1 to "
              + columns.size()
              + ".");
    }
  }

  private void checkOnRow() throws SQLException {
    if (!position.onRow()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          "The result set is not on a row; call next() and read while it returns true.");
    }
    if (editor != null && editor.isDeleted()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The row has been deleted; move to another one.");
    }
  }

  @Override
  @Nullable Object value(int column) throws SQLException {
    checkOpen();
    checkColumn(column);
    if (editor != null && editor.inserting()) {
      return editor.pending(column - 1);
    }
    checkOnRow();
    try {
      return cursor.value(column - 1);
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VectraResultSetMetaData(columns, editor != null);
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    return position.isBeforeFirst();
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return position.isAfterLast();
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return position.row() == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    checkOpen();
    return position.isLast();
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return (int) Math.min(position.row(), Integer.MAX_VALUE);
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return statement == null ? null : statement.shown();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public String getCursorName() throws SQLException {
    throw refused("getCursorName");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    VectraStatement.checkDirection(direction);
    if (direction != FETCH_FORWARD && !kind.scrolls()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "A forward-only result has the direction FETCH_FORWARD.");
    }
    fetchDirection = direction;
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return fetchDirection;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "Fetch size " + rows + " is negative.");
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public int getType() throws SQLException {
    checkOpen();
    return kind.type();
  }

  @Override
  public int getConcurrency() throws SQLException {
    checkOpen();
    return kind.concurrency();
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return kind.holdability();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrappers.isWrapperFor(this, type);
  }
}
