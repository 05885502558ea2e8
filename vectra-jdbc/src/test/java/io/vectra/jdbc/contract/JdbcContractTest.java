package io.vectra.jdbc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every method of every interface answers, or is refused where JDBC allows that; closed objects
 * refuse all but what JDBC exempts; and docs/JDBC_CONTRACT.md has each method with what it does.
 * {@code -Dvectra.contract.write=true} writes the page anew.
 */
class JdbcContractTest {
  private static final Path PAGE = Path.of("..", "docs", "JDBC_CONTRACT.md");

  /** The methods for which JDBC foresees SQLFeatureNotSupportedException, and that are not here. */
  private static final Map<Subject, Set<String>> REFUSED =
      Map.of(
          Subject.DATA_SOURCE, Set.of("createConnectionBuilder", "createShardingKeyBuilder"),
          Subject.CONNECTION_POOL_DATA_SOURCE,
              Set.of("createPooledConnectionBuilder", "createShardingKeyBuilder"),
          Subject.CONNECTION,
              Set.of("createSQLXML", "createStruct", "setShardingKey", "setShardingKeyIfValid"),
          Subject.STATEMENT, Set.of("setCursorName"),
          Subject.PREPARED_STATEMENT,
              Set.of("setCursorName", "setRef", "setRowId", "setSQLXML", "setURL"),
          Subject.CALLABLE_STATEMENT,
              Set.of("setCursorName", "setRef", "setRowId", "setSQLXML", "setURL"),
          Subject.RESULT_SET,
              Set.of(
                  "getCursorName",
                  "getRef",
                  "getRowId",
                  "getSQLXML",
                  "getURL",
                  "updateRef",
                  "updateRowId",
                  "updateSQLXML"));

  private Connection keeper;

  @BeforeEach
  void create() throws SQLException {
    keeper = DriverManager.getConnection(Subject.URL);
    try (Statement statement = keeper.createStatement()) {
      statement.execute(
          "CREATE TABLE docs (id INT PRIMARY KEY, title VARCHAR, flag BOOLEAN, price"
              + " DECIMAL(10,2), bin VARBINARY, d DATE, tm TIME, ts TIMESTAMP, v VECTOR(2))");
      statement.execute(
          "INSERT INTO docs VALUES (1, 'text', true, 1.5, X'0102', DATE '2024-01-02',"
              + " TIME '03:04:05', TIMESTAMP '2024-01-02 03:04:05', '[1,2]')");
    }
  }

  @AfterEach
  void close() throws SQLException {
    keeper.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyMethod_openAndClosed_doesWhatThePageTells(Subject subject) throws Exception {
    List<String> wrong = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Method method : methods(subject.type())) {
      Outcome open = whenOpen(subject, method);
      boolean refusable = mayBeRefused(subject, method);
      if (open.failure() != null && (!open.isSqlException() || (open.isRefusal() && !refusable))) {
        wrong.add(signature(method) + " " + open.shown() + ": " + open.failure());
      }
      String closed = "";
      if (subject.closes()) {
        Outcome after = whenClosed(subject, method);
        closed = " " + after.shown() + " |";
        if (!after.isSqlException() && !Subject.mayBeCalledClosed(method)) {
          wrong.add(signature(method) + " closed " + after.shown());
        }
      }
      lines.add("| `" + signature(method) + "` | " + open.shown() + " |" + closed);
    }
    assertThat(wrong).isEmpty();
    if (Boolean.getBoolean("vectra.contract.write")) {
      ContractPage.write(PAGE, subject, lines);
    }
    assertThat(lines).isEqualTo(ContractPage.read(PAGE, subject));
  }

  private Outcome whenOpen(Subject subject, Method method) throws Exception {
    try (Connection connection = DriverManager.getConnection(Subject.URL)) {
      connection.setAutoCommit(false);
      Object object = subject.open(connection, method);
      Object[] arguments = new Arguments(connection, subject, method).values();
      Outcome outcome = Outcome.of(object, method, arguments);
      if (object instanceof PooledConnection) {
        subject.close(connection, object);
      }
      return outcome;
    }
  }

  private Outcome whenClosed(Subject subject, Method method) throws Exception {
    try (Connection connection = DriverManager.getConnection(Subject.URL)) {
      connection.setAutoCommit(false);
      Object object = subject.open(connection, method);
      Object[] arguments = new Arguments(connection, subject, method).values();
      subject.close(connection, object);
      return Outcome.of(object, method, arguments);
    }
  }

  /** A streamed result scrolls and changes nothing; a CALL has no parameters with names. */
  private static boolean mayBeRefused(Subject subject, Method method) {
    String name = method.getName();
    if (subject == Subject.STREAMED_RESULT_SET) {
      return name.startsWith("update")
          || name.endsWith("Row")
          || name.endsWith("RowUpdates")
          || name.equals("isLast")
          || REFUSED.get(Subject.RESULT_SET).contains(name);
    }
    return REFUSED.getOrDefault(subject, Set.of()).contains(name)
        || (subject == Subject.CALLABLE_STATEMENT
            && method.getParameterCount() > 0
            && method.getParameterTypes()[0] == String.class);
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .sorted(Comparator.comparing(JdbcContractTest::signature))
        .toList();
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }
}
