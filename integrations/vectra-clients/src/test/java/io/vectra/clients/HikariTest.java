package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HikariTest {
  @TempDir Path directory;
  private Bookshop shop;

  @BeforeEach
  void open() throws SQLException {
    shop = Bookshop.in(directory);
  }

  @Test
  void connection_returnedWithOpenTransaction_isRolledBackAndReset() throws SQLException {
    try (HikariDataSource pool = new HikariDataSource(config(1))) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        statement.execute("DELETE FROM books");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        assertThat(count(connection)).isEqualTo(Bookshop.BOOKS);
      }
    }
  }

  @Test
  void connection_ofReadOnlyPoolWithSchema_refusesWrites() throws SQLException {
    HikariConfig config = config(1);
    config.setReadOnly(true);
    config.setSchema("INFORMATION_SCHEMA");
    config.setConnectionTestQuery("SELECT 1");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getSchema()).isEqualTo("INFORMATION_SCHEMA");
      assertThatThrownBy(() -> statement.execute("DELETE FROM public.books"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }
  }

  @Test
  void pool_withoutFreeConnection_timesOutAndGoesOn() throws SQLException {
    HikariConfig config = config(2);
    config.setConnectionTimeout(250);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection first = pool.getConnection();
          Connection second = pool.getConnection()) {
        assertThat(count(first)).isEqualTo(count(second));
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isValid(1)).isTrue();
      }
    }
  }

  @Test
  void connection_heldTooLong_isReportedAsLeaked() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    Handler handler = new LeakReports(reported);
    Logger logger = Logger.getLogger("com.zaxxer.hikari.pool.ProxyLeakTask");
    logger.addHandler(handler);
    HikariConfig config = config(1);
    config.setLeakDetectionThreshold(2_000);
    try (HikariDataSource pool = new HikariDataSource(config);
        Connection connection = pool.getConnection()) {
      assertThat(reported.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(count(connection)).isEqualTo(Bookshop.BOOKS);
    } finally {
      logger.removeHandler(handler);
    }
  }

  private HikariConfig config(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(shop.url());
    config.setMaximumPoolSize(connections);
    return config;
  }

  private static long count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM public.books")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static final class LeakReports extends Handler {
    private final CountDownLatch reported;

    LeakReports(CountDownLatch reported) {
      this.reported = reported;
    }

    @Override
    public void publish(LogRecord message) {
      if (message.getMessage().contains("leak")) {
        reported.countDown();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
