package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result over a cursor: rows are taken from it one at a time, unless the result scrolls, can be
 * changed or outlives its transaction; then they are in memory.
 */
public final class VectraResultSet extends LabelledResultSet {
  private final @Nullable VectraStatement statement;
  private final List<ColumnInfo> columns;
  private final ResultSetKind kind;
  private final ResultCursor cursor;
  private final long maxRows;

  /** The rows, where they are in memory to scroll over; null where they are streamed. */
  private final @Nullable MemoryCursor scrolled;

  private final @Nullable RowEditor editor;

  /** To how many characters or bytes values of VARCHAR and VARBINARY are cut; 0 for none. */
  private final int maxFieldSize;

  /** The row that it is on, from 1, or was on last; 0 before the first. */
  private long row;

  /** Whether the cursor is already on the first row, which nobody has asked for. */
  private boolean peeked;

  private boolean onRow;
  private boolean ended;
  private boolean wasNull;
  private boolean closed;
  private int fetchSize;
  private int fetchDirection = FETCH_FORWARD;

  private VectraResultSet(
      @Nullable VectraStatement statement,
      ResultSetKind kind,
      List<ColumnInfo> columns,
      ResultCursor cursor,
      long maxRows,
      @Nullable RowEditor editor) {
    this.statement = statement;
    this.kind = kind;
    this.columns = columns;
    this.cursor = cursor;
    this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    this.scrolled = kind.scrolls() ? (MemoryCursor) cursor : null;
    this.editor = editor;
    this.maxFieldSize = statement == null ? 0 : statement.fieldLimit();
  }

  /** The result of a statement, of the kind that it is to give as far as its query allows. */
  static VectraResultSet of(
      VectraStatement statement,
      ResultSetKind kind,
      List<ColumnInfo> columns,
      ResultCursor cursor,
      long maxRows)
      throws SQLException {
    if (!kind.inMemory()) {
      return new VectraResultSet(statement, kind, columns, cursor, maxRows, null);
    }
    MemoryCursor rows =
        MemoryCursor.readAll(cursor, columns.size(), maxRows == 0 ? Long.MAX_VALUE : maxRows);
    RowEditor editor = kind.updatable() ? RowEditor.of(statement, columns, rows) : null;
    ResultSetKind given = editor == null ? kind.readOnly() : kind;
    return new VectraResultSet(statement, given, columns, rows, 0, editor);
  }

  /** A result over rows in memory, which belongs to no statement. */
  public static VectraResultSet of(List<ColumnInfo> columns, List<@Nullable Object[]> rows) {
    return new VectraResultSet(
        null, ResultSetKind.STREAMED, columns, new MemoryCursor(rows), 0, null);
  }

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    leaveInsertRow();
    if (ended) {
      return false;
    }
    onRow = row < maxRows && (peeked || fetch());
    peeked = false;
    if (onRow) {
      row++;
    } else {
      ended = true;
    }
    return onRow;
  }

  private boolean fetch() throws SQLException {
    try {
      return cursor.next();
    } catch (RuntimeException | VirtualMachineError e) {
      onRow = false;
      ended = true;
      throw SqlExceptions.of(e);
    }
  }

  private MemoryCursor scrolled(String method) throws SQLException {
    checkOpen();
    if (scrolled == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          "ResultSet."
              + method
              + " of a result that is forward-only; make the statement with"
              + " TYPE_SCROLL_INSENSITIVE.");
    }
    return scrolled;
  }

  /** All rows of a result that nobody has read from, as those of generated keys. */
  SqlResult.Count asCount() {
    List<@Nullable Object[]> rows =
        MemoryCursor.readAll(cursor, columns.size(), Long.MAX_VALUE).rows();
    return new SqlResult.Count(rows.size(), columns, columns.size(), rows);
  }

  /** Moves to a row from 1; one below or above stands before the first or after the last. */
  private boolean moveTo(MemoryCursor rows, long target) throws SQLException {
    leaveInsertRow();
    onRow = rows.moveTo(target - 1);
    ended = target > rows.size();
    row = onRow ? target : ended ? rows.size() : 0;
    return onRow;
  }

  private long positionAfter(MemoryCursor rows) {
    return ended ? rows.size() + 1L : row;
  }

  @Override
  public void beforeFirst() throws SQLException {
    moveTo(scrolled("beforeFirst"), 0);
  }

  @Override
  public void afterLast() throws SQLException {
    MemoryCursor rows = scrolled("afterLast");
    moveTo(rows, rows.size() == 0 ? 0 : rows.size() + 1L);
  }

  @Override
  public boolean first() throws SQLException {
    return moveTo(scrolled("first"), 1);
  }

  @Override
  public boolean last() throws SQLException {
    MemoryCursor rows = scrolled("last");
    return moveTo(rows, rows.size());
  }

  @Override
  public boolean absolute(int target) throws SQLException {
    MemoryCursor rows = scrolled("absolute");
    return moveTo(rows, target >= 0 ? target : rows.size() + 1L + target);
  }

  @Override
  public boolean relative(int distance) throws SQLException {
    MemoryCursor rows = scrolled("relative");
    return moveTo(rows, positionAfter(rows) + distance);
  }

  @Override
  public boolean previous() throws SQLException {
    MemoryCursor rows = scrolled("previous");
    return moveTo(rows, positionAfter(rows) - 1);
  }

  /** Whether it stays open over the end of its transaction. */
  boolean isHeld() {
    return kind.held();
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
  void refuse(String method) throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("ResultSet." + method);
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

  private void checkOpen() throws SQLException {
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
    if (!onRow) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT,
          "The result set is not on a row; call next() and read while it returns true.");
    }
    if (editor != null && editor.isDeleted()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The row has been deleted; move to another one.");
    }
  }

  private @Nullable Object read(int column) throws SQLException {
    checkOpen();
    checkColumn(column);
    Object value;
    if (editor != null && editor.inserting()) {
      value = editor.pending(column - 1);
    } else {
      checkOnRow();
      try {
        value = cursor.value(column - 1);
      } catch (RuntimeException | VirtualMachineError e) {
        throw SqlExceptions.of(e);
      }
    }
    wasNull = value == null;
    return maxFieldSize == 0 ? value : cut(value, columns.get(column - 1).type().jdbcType());
  }

  private @Nullable Object cut(@Nullable Object value, int type) {
    if (type == Types.VARCHAR && value instanceof String text && text.length() > maxFieldSize) {
      return text.substring(0, maxFieldSize);
    }
    return type == Types.VARBINARY && value instanceof byte[] bytes && bytes.length > maxFieldSize
        ? Arrays.copyOf(bytes, maxFieldSize)
        : value;
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equals(label)) {
        return i + 1;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).label().equalsIgnoreCase(label)) {
        return i + 1;
      }
    }
    throw SqlExceptions.of(
        ErrorCode.UNDEFINED_COLUMN,
        "The result has no column '"
            + label
            + "'; it has "
            + columns.stream().map(ColumnInfo::label).toList()
            + ".");
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    Object value = read(column);
    if (value instanceof LocalDateTime dateTime) {
      return Timestamp.valueOf(dateTime);
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      return Date.valueOf(date);
    } else if (value instanceof java.time.LocalTime time) {
      return Conversions.toTime(time);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof float[] vector) {
      return switch (columns.get(column - 1).type().jdbcType()) {
        case Types.VARCHAR -> Conversions.toText(vector);
        case Types.ARRAY -> new VectraArray(vector);
        default -> vector.clone();
      };
    }
    return value instanceof Short small ? (Object) small.intValue() : value;
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    if (type == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The class to read as is null.");
    }
    Object value = read(column);
    if (value instanceof float[] vector && type == float[].class) {
      return type.cast(vector.clone());
    }
    return value == null ? null : Conversions.toObject(value, type);
  }

  @Override
  public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> types)
      throws SQLException {
    return getObject(column);
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    Object value = read(column);
    return value != null && Conversions.toBoolean(value);
  }

  @Override
  public float getFloat(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toFloat(value);
  }

  @Override
  public double getDouble(int column) throws SQLException {
    Object value = read(column);
    return value == null ? 0 : Conversions.toDouble(value);
  }

  private static Instant instant(LocalDateTime value, Calendar calendar) {
    return value.atZone(calendar.getTimeZone().toZoneId()).toInstant();
  }

  @Override
  public byte getByte(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (byte) Conversions.toLong(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
  }

  @Override
  public short getShort(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (short) Conversions.toLong(value, Short.MIN_VALUE, Short.MAX_VALUE, "short");
  }

  @Override
  public int getInt(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (int) Conversions.toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  @Override
  public long getLong(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? 0
        : (long) Conversions.toLong(value, Long.MIN_VALUE, Long.MAX_VALUE, "long");
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toText(value);
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toDecimal(value);
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal value = getBigDecimal(column);
    return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toBytes(value);
  }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Date.valueOf(Conversions.toLocalDate(value));
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toTime(Conversions.toLocalTime(value));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : Conversions.toTimestamp(value);
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    if (calendar == null) {
      return getDate(column);
    }
    Object value = read(column);
    return value == null
        ? null
        : new Date(instant(Conversions.toLocalDate(value).atStartOfDay(), calendar).toEpochMilli());
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    if (calendar == null) {
      return getTime(column);
    }
    Object value = read(column);
    return value == null
        ? null
        : new Time(
            instant(Conversions.toLocalTime(value).atDate(LocalDate.EPOCH), calendar)
                .toEpochMilli());
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar)
      throws SQLException {
    if (calendar == null) {
      return getTimestamp(column);
    }
    Object value = read(column);
    if (value == null || value instanceof Instant) {
      return value == null ? null : Conversions.toTimestamp(value);
    }
    return Timestamp.from(instant(Conversions.toLocalDateTime(value), calendar));
  }

  @Override
  public @Nullable Array getArray(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new VectraArray(Conversions.toVector(value));
  }

  @Override
  public @Nullable Clob getClob(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new VectraClob(Conversions.toText(value));
  }

  @Override
  public @Nullable Blob getBlob(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new VectraBlob(Conversions.toBytes(value));
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new StringReader(Conversions.toText(value));
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new ByteArrayInputStream(Conversions.toBytes(value));
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? null
        : new ByteArrayInputStream(Conversions.toText(value).getBytes(StandardCharsets.US_ASCII));
  }

  @Deprecated
  @Override
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    Object value = read(column);
    return value == null
        ? null
        : new ByteArrayInputStream(Conversions.toText(value).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String getNString(int column) throws SQLException {
    return getString(column);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException {
    return getCharacterStream(column);
  }

  @Override
  public @Nullable NClob getNClob(int column) throws SQLException {
    Object value = read(column);
    return value == null ? null : new VectraClob(Conversions.toText(value));
  }

  @Override
  public SQLXML getSQLXML(int column) throws SQLException {
    throw refused("getSQLXML");
  }

  @Override
  public RowId getRowId(int column) throws SQLException {
    throw refused("getRowId");
  }

  @Override
  public Ref getRef(int column) throws SQLException {
    throw refused("getRef");
  }

  @Override
  public URL getURL(int column) throws SQLException {
    throw refused("getURL");
  }

  private SQLException refused(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.notSupported("ResultSet." + method);
  }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VectraResultSetMetaData(columns, editor != null);
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    if (row > 0 || ended || scrolled != null) {
      return row == 0 && !ended && scrolled != null && scrolled.size() > 0;
    }
    peeked = peeked || (maxRows > 0 && fetch());
    ended = !peeked;
    return peeked;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return ended && row > 0;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return onRow && row == 1;
  }

  @Override
  public boolean isLast() throws SQLException {
    checkOpen();
    if (scrolled == null) {
      throw SqlExceptions.notSupported("ResultSet.isLast of a result that is streamed");
    }
    return onRow && row == scrolled.size();
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return onRow ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return statement;
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
    if (direction != FETCH_FORWARD && scrolled == null) {
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
