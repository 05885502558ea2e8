package io.vectra.jdbc.contract;

import io.vectra.jdbc.VectraConnectionPoolDataSource;
import io.vectra.jdbc.VectraDataSource;
import io.vectra.jdbc.VectraDriver;
import java.lang.reflect.Method;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;

/** An interface of JDBC, how to come to an object of it that is in use, and how to close that. */
enum Subject {
  DRIVER(Driver.class) {
    @Override
    Object open(Connection connection, Method method) {
      return new VectraDriver();
    }
  },
  DATA_SOURCE(DataSource.class) {
    @Override
    Object open(Connection connection, Method method) {
      VectraDataSource source = new VectraDataSource();
      source.setUrl(URL);
      return source;
    }
  },
  CONNECTION_POOL_DATA_SOURCE(ConnectionPoolDataSource.class) {
    @Override
    Object open(Connection connection, Method method) {
      VectraConnectionPoolDataSource source = new VectraConnectionPoolDataSource();
      source.setUrl(URL);
      return source;
    }
  },
  POOLED_CONNECTION(PooledConnection.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      VectraConnectionPoolDataSource source = new VectraConnectionPoolDataSource();
      source.setUrl(URL);
      return source.getPooledConnection();
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((PooledConnection) object).close();
    }
  },
  CONNECTION(Connection.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      connection.setAutoCommit(method.getName().equals("setTransactionIsolation"));
      return connection;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      connection.close();
    }
  },
  STATEMENT(Statement.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      Statement statement = connection.createStatement();
      if (method.getName().contains("Batch")) {
        statement.addBatch(CHANGE);
      }
      return statement;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Statement) object).close();
    }
  },
  PREPARED_STATEMENT(PreparedStatement.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      boolean query = method.getName().equals("executeQuery");
      PreparedStatement statement =
          connection.prepareStatement(
              query ? "SELECT id FROM docs WHERE id = ?" : CHANGE + " WHERE id = ?");
      statement.setInt(1, 1);
      return statement;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Statement) object).close();
    }
  },
  CALLABLE_STATEMENT(CallableStatement.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      boolean bound = method.getName().startsWith("set") || method.getName().endsWith("Update");
      return connection.prepareCall(bound ? CHANGE + " WHERE id = ?" : "{call VECTRA.VERIFY()}");
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Statement) object).close();
    }
  },
  RESULT_SET(ResultSet.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      ResultSet rows =
          connection
              .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
              .executeQuery("SELECT * FROM docs");
      rows.next();
      if (method.getName().equals("insertRow")) {
        rows.moveToInsertRow();
        rows.updateInt(1, 2);
      }
      return rows;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((ResultSet) object).close();
    }
  },
  STREAMED_RESULT_SET(ResultSet.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      ResultSet rows = connection.createStatement().executeQuery("SELECT * FROM docs");
      rows.next();
      return rows;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((ResultSet) object).close();
    }
  },
  RESULT_SET_META_DATA(ResultSetMetaData.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      return connection.createStatement().executeQuery("SELECT * FROM docs").getMetaData();
    }
  },
  PARAMETER_META_DATA(ParameterMetaData.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      return connection.prepareStatement("SELECT id FROM docs WHERE id = ?").getParameterMetaData();
    }
  },
  DATABASE_META_DATA(DatabaseMetaData.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      return connection.getMetaData();
    }
  },
  ARRAY(Array.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      return connection.createArrayOf("REAL", new Object[] {1f, 2f});
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Array) object).free();
    }
  },
  BLOB(Blob.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      Blob blob = connection.createBlob();
      blob.setBytes(1, new byte[] {1, 2, 3});
      return blob;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Blob) object).free();
    }
  },
  CLOB(NClob.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      NClob clob = connection.createNClob();
      clob.setString(1, "123");
      return clob;
    }

    @Override
    void close(Connection connection, Object object) throws SQLException {
      ((Clob) object).free();
    }
  },
  SAVEPOINT(Savepoint.class) {
    @Override
    Object open(Connection connection, Method method) throws SQLException {
      return method.getName().equals("getSavepointName")
          ? connection.setSavepoint("s")
          : connection.setSavepoint();
    }
  };

  static final String URL = "jdbc:vectra:memory:contract";
  static final String CHANGE = "UPDATE docs SET title = 'changed'";
  static final List<String> COLUMNS =
      List.of("ID", "TITLE", "FLAG", "PRICE", "BIN", "D", "TM", "TS", "V");

  /** What JDBC lets be called on a closed object; wrappers are none of its business. */
  private static final Set<String> EXEMPT =
      Set.of(
          "close",
          "isClosed",
          "free",
          "abort",
          "isValid",
          "unwrap",
          "isWrapperFor",
          "toString",
          "addConnectionEventListener",
          "removeConnectionEventListener",
          "addStatementEventListener",
          "removeStatementEventListener");

  private final Class<?> type;

  Subject(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  String title() {
    return this == STREAMED_RESULT_SET ? "ResultSet, forward-only" : type.getSimpleName();
  }

  /** An object that a method can be called on. */
  abstract Object open(Connection connection, Method method) throws SQLException;

  /** Closes the object. */
  void close(Connection connection, Object object) throws SQLException {
    throw new IllegalStateException(this + " does not close");
  }

  boolean closes() {
    return Arrays.stream(getClass().getDeclaredMethods())
        .anyMatch(method -> method.getName().equals("close"));
  }

  static boolean mayBeCalledClosed(Method method) {
    return EXEMPT.contains(method.getName());
  }
}
