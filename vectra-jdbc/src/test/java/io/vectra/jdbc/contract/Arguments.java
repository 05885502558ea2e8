package io.vectra.jdbc.contract;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

/** Arguments with which a method of JDBC is right to answer. */
final class Arguments {
  private final Connection connection;
  private final Subject subject;
  private final Method method;

  Arguments(Connection connection, Subject subject, Method method) {
    this.connection = connection;
    this.subject = subject;
    this.method = method;
  }

  Object[] values() throws Exception {
    Class<?>[] types = method.getParameterTypes();
    Object[] values = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = value(types[i], i);
    }
    return values;
  }

  private Object value(Class<?> type, int position) throws Exception {
    if (type == String.class) {
      return text(position);
    } else if (type == int.class) {
      return number(position);
    } else if (type == Class.class) {
      return method.getName().equals("getObject") ? Integer.class : subject.type();
    } else if (type.getPackageName().equals("java.sql") || type == Calendar.class) {
      return valueOfSql(type);
    }
    return switch (type.getSimpleName()) {
      case "boolean" -> true;
      case "byte" -> (byte) 1;
      case "short" -> (short) 1;
      case "long" -> 1L;
      case "float" -> 1f;
      case "double" -> 1d;
      case "Object" -> 1;
      case "Object[]" -> new Object[] {1f, 2f};
      case "BigDecimal" -> BigDecimal.ONE;
      case "byte[]" -> new byte[] {1, 2};
      case "int[]" -> new int[] {1};
      case "String[]" -> subject.type() == DatabaseMetaData.class ? null : new String[] {"ID"};
      case "InputStream" -> (InputStream) new ByteArrayInputStream(new byte[] {49, 50});
      case "Reader" -> (Reader) new StringReader("12");
      case "URL" -> URI.create("http://localhost").toURL();
      case "Map" -> Map.of();
      case "Properties" -> new Properties();
      case "PrintWriter" -> new PrintWriter(new StringWriter());
      case "Executor" -> (Executor) Runnable::run;
      default -> null;
    };
  }

  private Object valueOfSql(Class<?> type) throws SQLException {
    if (type == Date.class) {
      return Date.valueOf("2024-01-02");
    } else if (type == Time.class) {
      return Time.valueOf("03:04:05");
    } else if (type == Timestamp.class) {
      return Timestamp.valueOf("2024-01-02 03:04:05");
    } else if (type == SQLType.class) {
      return JDBCType.INTEGER;
    } else if (type == Calendar.class) {
      return Calendar.getInstance();
    } else if (connection.isClosed()) {
      return null;
    } else if (type == Blob.class) {
      return connection.createBlob();
    } else if (type == Clob.class || type == NClob.class) {
      return connection.createNClob();
    } else if (type == Array.class) {
      return connection.createArrayOf("REAL", new Object[] {1f, 2f});
    }
    return type.getSimpleName().equals("Savepoint") ? connection.setSavepoint() : null;
  }

  private String text(int position) {
    return switch (subject) {
      case RESULT_SET, STREAMED_RESULT_SET ->
          position == 0 && !method.getName().equals("updateString")
              ? Subject.COLUMNS.get(column() - 1)
              : position == 0 ? "TITLE" : "text";
      case CONNECTION ->
          switch (method.getName()) {
            case "prepareCall" -> "{call VECTRA.VERIFY()}";
            case "setSchema" -> "PUBLIC";
            case "createArrayOf" -> "REAL";
            case "setClientInfo", "getClientInfo" -> "ApplicationName";
            default -> "SELECT id FROM docs";
          };
      case DRIVER -> "jdbc:vectra:memory:contract";
      case DATABASE_META_DATA -> method.getName().equals("getIndexInfo") ? "DOCS" : null;
      case STATEMENT, PREPARED_STATEMENT, CALLABLE_STATEMENT ->
          method.getName().contains("Query") ? "SELECT id FROM docs" : Subject.CHANGE;
      default -> "12";
    };
  }

  private int number(int position) {
    if (subject == Subject.RESULT_SET || subject == Subject.STREAMED_RESULT_SET) {
      return method.getName().equals("setFetchDirection")
          ? ResultSet.FETCH_FORWARD
          : position == 0 && isOfColumn() ? column() : position == 1 && isStream() ? 2 : 1;
    }
    return switch (method.getName()) {
      case "setTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
      case "setFetchDirection" -> ResultSet.FETCH_FORWARD;
      case "createStatement", "prepareStatement", "prepareCall" ->
          method.getParameterCount() == 2 && method.getParameterTypes()[0] == String.class
              ? Statement.RETURN_GENERATED_KEYS
              : kind(method.getParameterTypes()[0] == String.class ? position - 1 : position);
      case "supportsResultSetType", "supportsResultSetConcurrency" -> kind(position);
      default -> isStream() && position == 1 ? 2 : 1;
    };
  }

  private static int kind(int position) {
    return switch (position) {
      case 0 -> ResultSet.TYPE_SCROLL_INSENSITIVE;
      case 1 -> ResultSet.CONCUR_READ_ONLY;
      default -> ResultSet.CLOSE_CURSORS_AT_COMMIT;
    };
  }

  private boolean isStream() {
    return method.getName().endsWith("Stream");
  }

  private boolean isOfColumn() {
    return method.getName().startsWith("get") || method.getName().startsWith("update");
  }

  /** The column of the test's table whose type a getter or updater is for. */
  private int column() {
    String name = method.getName();
    return name.endsWith("Boolean")
        ? 3
        : name.endsWith("BigDecimal")
            ? 4
            : name.endsWith("Bytes") || name.endsWith("Blob") || name.endsWith("BinaryStream")
                ? 5
                : name.endsWith("Date")
                    ? 6
                    : name.endsWith("Time")
                        ? 7
                        : name.endsWith("Timestamp")
                            ? 8
                            : name.endsWith("Array") ? 9 : isText(name) ? 2 : 1;
  }

  private static boolean isText(String name) {
    return name.endsWith("String") || name.endsWith("Clob") || name.endsWith("Stream");
  }
}
