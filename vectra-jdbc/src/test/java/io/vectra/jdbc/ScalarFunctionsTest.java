package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions beyond the standard give what H2 gives, over NULLs, empty and non-ASCII texts, and what
 * PostgreSQL documents where H2 differs, counts UTF-16 units, or has no such function.
 */
class ScalarFunctionsTest {
  private static final List<String> ROWS =
      List.of(
          "0, NULL, NULL, NULL, NULL",
          "1, '', 0, 0.000, TIMESTAMP '2020-05-17 12:34:56'",
          "2, 'abcb', 2, 2.567, TIMESTAMP '1969-12-31 23:59:59'",
          "3, 'Äöß b', -1, -2.567, TIMESTAMP '2000-01-01 00:00:00'",
          "4, '  abc x ', 5, 9.999, TIMESTAMP '2001-01-01 10:20:30'");

  private static Connection vectra;
  private static Connection h2;

  @BeforeAll
  static void fillBoth() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:scalar-functions");
    h2 = DriverManager.getConnection("jdbc:h2:mem:scalar-functions");
    for (Connection connection : List.of(vectra, h2)) {
      run(
          connection,
          "CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(40), n INTEGER, d DECIMAL(6,3),"
              + " ts TIMESTAMP)");
      for (String row : ROWS) {
        run(connection, "INSERT INTO t VALUES (" + row + ")");
      }
    }
  }

  @AfterAll
  static void closeBoth() throws SQLException {
    vectra.close();
    h2.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LENGTH(s)",
        "CHAR_LENGTH(s)",
        "OCTET_LENGTH(s)",
        "SUBSTRING(s, 2)",
        "SUBSTRING(s FROM 2 FOR 2)",
        "SUBSTR(s, 2, 2)",
        "LEFT(s, ABS(n))",
        "RIGHT(s, ABS(n))",
        "LEFT(s, 2000000000)",
        "RIGHT(s, 2000000000)",
        "LPAD(s, n)",
        "LPAD(s, ABS(n), 'xy')",
        "RPAD(s, ABS(n), 'xy')",
        "RPAD(s, 4)",
        "LTRIM(s)",
        "RTRIM(s)",
        "TRIM(s)",
        "BTRIM(s)",
        "LTRIM(s, ' a')",
        "RTRIM(s, 'cx ')",
        "BTRIM(s, 'ac')",
        "TRIM(LEADING 'a' FROM s)",
        "REPLACE(s, 'b', 'xyz')",
        "REPLACE(s, 'b')",
        "REPLACE(s, '', 'x')",
        "REPEAT(s, n)",
        "INSTR(s, 'b')",
        "INSTR(s, '')",
        "LOCATE('b', s)",
        "LOCATE('b', s, 3)",
        "POSITION('b' IN s)",
        "TRANSLATE(s, 'ab', 'xy')",
        "LCASE(s)",
        "UCASE(s)",
        "CONCAT(s, 'x', s)",
        "CONCAT(s, n)",
        "CONCAT_WS(',', s, 'x', s)",
        "IFNULL(s, 'x')",
        "NVL(n, 7)",
        "GREATEST(COALESCE(s, 'a'), 'b')",
        "LEAST(COALESCE(n, 3), 1)",
        "SPACE(ABS(n))",
        "CHR(65)",
        "LOG(2, 8)",
        "LOG(10, 1000)",
        "TRUNC(d, 1)",
        "TRUNC(d)",
        "MOD(n, 3)",
        "DATE_TRUNC('month', ts)",
        "DATE_TRUNC('quarter', ts)",
        "DATE_TRUNC('decade', ts)",
        "DATE_TRUNC('century', ts)",
        "DATE_TRUNC('millennium', ts)",
        "DATE_TRUNC('hour', ts)",
        "n::VARCHAR",
        "CASE WHEN s ILIKE '_B%' THEN 1 END",
        "CASE WHEN s NOT ILIKE '_B%' THEN 1 END",
        "CASE WHEN s LIKE '%b%' THEN 1 END",
      })
  void function_onRows_givesWhatH2Gives(String expression) throws SQLException {
    String query = "SELECT " + expression + " FROM t ORDER BY id";
    assertThat(values(vectra, query)).as(expression).isEqualTo(values(h2, query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LISTAGG(s, ',') WITHIN GROUP (ORDER BY s)",
        "LISTAGG(n, ',') WITHIN GROUP (ORDER BY n DESC)",
        "LISTAGG(DISTINCT s, '-') WITHIN GROUP (ORDER BY s DESC)",
        "STRING_AGG(s, ',' ORDER BY id)",
        "STRING_AGG(n, '') FILTER (WHERE n > 100)",
        "GROUP_CONCAT(s ORDER BY id DESC SEPARATOR ';')",
        "CASE WHEN BOOL_AND(n > 0) THEN 1 ELSE 0 END",
        "CASE WHEN BOOL_OR(n > 3) THEN 1 ELSE 0 END",
        "CASE WHEN BOOL_OR(n > 3) FILTER (WHERE n > 100) THEN 1 END",
      })
  void aggregate_overRows_givesWhatH2Gives(String aggregate) throws SQLException {
    String query = "SELECT " + aggregate + " FROM t";
    assertThat(values(vectra, query)).as(aggregate).isEqualTo(values(h2, query));
  }

  /** As PostgreSQL's manual has them; H2 counts surrogates, or has no such function. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // code points
        "LENGTH('😀')|1",
        "CHAR_LENGTH('a😀')|2",
        "OCTET_LENGTH('😀')|4",
        "LENGTH(X'00FF')|2",
        "SUBSTR('a😀bc', 2, 2)|😀b",
        "SUBSTRING('😀b' FROM 2)|b",
        "LEFT('😀😀', 1)|😀",
        "RIGHT('a😀', 1)|😀",
        "LPAD('😀', 3, '😁')|😁😁😀",
        "RPAD('a', 4, '😀b')|a😀b😀",
        "REVERSE('a😀b')|b😀a",
        "BTRIM('😀a😀', '😀')|a",
        "TRIM(BOTH '😀' FROM '😀a')|a",
        "POSITION('b' IN '😀b')|2",
        "STRPOS('😀b', 'b')|2",
        "LOCATE('b', 'b😀b', 2)|3",
        "OVERLAY('😀bc' PLACING 'x' FROM 2 FOR 1)|😀xc",
        "TRANSLATE('a😀', '😀', 'x')|ax",
        "TRANSLATE('abc', 'ab', 'x')|xc",
        "ASCII('😀')|128512",
        "CHR(128512)|😀",
        "GREATEST('\uFFFD', '😀')|😀",
        // counts of 0 and less
        "SUBSTR('abc', -1, 3)|a",
        "SUBSTR('abc', 2147483647, 2147483647)|",
        "SUBSTR('abc', -2147483648, 2147483647)|",
        "LEFT('abc', -1)|ab",
        "RIGHT('abc', -1)|bc",
        "LEFT('abc', -2147483648)|",
        "RIGHT('abc', -2147483648)|",
        "LPAD('abc', -2147483648)|",
        "REPEAT('x', -2147483648)|",
        "REPEAT('', 2147483647)|",
        // NULLs
        "CONCAT_WS(NULL, 'a')|null",
        "CONCAT(NULL)|",
        "CONCAT('a', 1, DATE '2020-01-02', 1.50, TRUE)|a12020-01-021.50true",
        "GREATEST(NULL, 2, 3)|3",
        "LEAST(NULL, NULL)|null",
        "GREATEST(1, 2.5, 2e0)|2.5",
        "LEAST(DATE '2020-01-01', DATE '2019-01-01')|2019-01-01",
        // functions that H2 has not
        "SPLIT_PART('a,b,c', ',', 2)|b",
        "SPLIT_PART('a,b,c', ',', -1)|c",
        "SPLIT_PART('a,b,c', ',', 4)|",
        "SPLIT_PART('a,b,c', ',', -4)|",
        "SPLIT_PART('aaa', 'aa', -1)|a",
        "SPLIT_PART('abc', '', 1)|abc",
        "SPLIT_PART('abc', '', 2)|",
        "INITCAP('hello wORLD-éa 2nd')|Hello World-Éa 2nd",
        "STARTS_WITH('abc', 'ab')|true",
        "ASCII('')|0",
        // RFC 1321 and FIPS 180-2 give these
        "MD5('abc')|900150983cd24fb0d6963f7d28e17f72",
        "MD5(X'616263')|900150983cd24fb0d6963f7d28e17f72",
        "SHA256('abc')|ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "TO_HEX(255)|ff",
        "TO_HEX(-1)|ffffffff",
        "TO_HEX(CAST(-1 AS BIGINT))|ffffffffffffffff",
        "CBRT(27)|3.0",
        "DIV(7, 2)|3",
        "DIV(-7, 2)|-3",
        "DIV(7.5, 0.5)|15",
        "LOG(2, 536870912)|29.0",
        "POW(2, 10)|1024.0",
        "DATE_TRUNC('week', TIMESTAMP '2020-05-17 12:00:00')|2020-05-11 00:00:00",
        "DATE_TRUNC('day', DATE '2020-05-17')|2020-05-17 00:00:00",
        "DATE_TRUNC('milliseconds', TIMESTAMP '1969-12-31 23:59:59.999')|1969-12-31 23:59:59.999",
        "DATE_PART('year', DATE '2020-05-17')|2020.0",
        "DATE_PART('second', TIMESTAMP '1969-12-31 23:59:59.250')|59.25",
        "DATE_PART('epoch', TIMESTAMP '1969-12-31 23:59:59')|-1.0",
        "DATE_PART('dow', DATE '2020-05-17')|0.0",
        "EXTRACT(DOW FROM DATE '2020-05-17')|0",
        "EXTRACT(DOW FROM TIMESTAMP '2020-05-16 23:00:00')|6",
        "EXTRACT(ISODOW FROM DATE '2020-05-17')|7",
        "DAYOFWEEK(DATE '2020-05-17')|1",
        "{fn DAYOFWEEK(DATE '2020-05-16')}|7",
        "DATE_PART('isodow', DATE '2020-05-17')|7.0",
        "DATE_PART('week', DATE '2021-01-03')|53.0",
        "DATE_PART('century', DATE '2000-12-31')|20.0",
        "'aBc' ILIKE 'AB_'|true",
        "'Äx' ILIKE 'äXX' ESCAPE '!'|false",
        "'a%' ILIKE 'A!%' ESCAPE '!'|true",
      })
  void function_givesWhatPostgreSqlDocuments(String expression, String expected)
      throws SQLException {
    String wanted = expected == null ? "" : expected;
    assertThat(values(vectra, "SELECT " + expression)).as(expression).containsExactly(wanted);
    assertThat(values(vectra, "SELECT " + expression + " FROM t WHERE id = 1"))
        .containsExactly(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REPEAT('x', 2000000000)|54000",
        "REPEAT('xy', 33554433)|54000",
        "LPAD('x', 2000000000)|54000",
        "RPAD('x', 2147483647, 'ab')|54000",
        "SPACE(2000000000)|54000",
        "REPLACE(REPEAT('x', 1000000), 'x', REPEAT('y', 1000))|54000",
        "CONCAT(REPEAT('x', 67108864), 'y')|54000",
        "SUBSTR('abc', 1, -1)|22011",
        "SPLIT_PART('a', ',', 0)|22023",
        "LOCATE('a', 'a', 0)|22023",
        "CHR(0)|22021",
        "CHR(55296)|22021",
        "CHR(1114112)|22021",
        "LOG(1, 2)|2201E",
        "LOG(2, 0)|2201E",
        "DIV(1, 0)|22012",
        "DATE_TRUNC('lustrum', TIMESTAMP '2020-01-01 00:00:00')|22023",
        "DATE_PART('lustrum', DATE '2020-01-01')|22023",
        "LEFT('abc', 3000000000)|22003",
        "LEFT('abc', 'x')|42804",
        "GREATEST('a', 1)|42804",
        "LEFT('abc')|42883",
        "EXTRACT_VALUE('<a/>', '/a')|42883",
        "XML_TRANSFORM('<a/>', '<a/>')|42883",
        "COMPRESS('a')|42883",
      })
  void function_ofWhatItCannotTake_isRefusedWithItsCode(String expression, String state) {
    assertThatThrownBy(() -> values(vectra, "SELECT " + expression))
        .as(expression)
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "LENGTH(?)|a😀|2",
        "LPAD(?, 5)|ab|`   ab`",
        "CONCAT(?, 'x')|a|ax",
        "CONCAT_WS('-', 'a', ?)|b|a-b",
        "GREATEST(?, 'b')|c|c",
        "REPLACE('abc', 'b', ?)|x|axc",
        "MD5(?)|abc|900150983cd24fb0d6963f7d28e17f72",
        "LENGTH(?::VARCHAR)|ab|2",
        "CONCAT('abc') ILIKE ?|A%|true",
        "DATE_TRUNC(?, TIMESTAMP '2020-05-17 12:34:56')|year|2020-01-01 00:00:00",
      })
  void parameter_inTheirPlace_isAText(String expression, String bound, String expected)
      throws SQLException {
    try (PreparedStatement statement = vectra.prepareStatement("SELECT " + expression)) {
      statement.setString(1, bound);
      assertThat(values(statement.executeQuery())).containsExactly(expected);
      statement.setString(1, null);
      statement.executeQuery().close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"LEFT('abc', ?)|ab", "REPEAT('a', ?)|aa", "LEAST(?, 7)|2", "TO_HEX(?)|2"})
  void parameter_whereANumberIsWanted_isANumber(String expression, String expected)
      throws SQLException {
    try (PreparedStatement statement = vectra.prepareStatement("SELECT " + expression)) {
      statement.setInt(1, 2);
      assertThat(values(statement.executeQuery())).containsExactly(expected);
    }
  }

  @Test
  void randomFunctions_calledTwice_giveTwoValuesForEachRow() throws SQLException {
    for (String function : List.of("RANDOM()", "RAND()", "GEN_RANDOM_UUID()")) {
      String both = "SELECT " + function + " FROM t UNION ALL SELECT " + function + " FROM t";
      assertThat(values(vectra, both)).as(function).hasSize(10).doesNotHaveDuplicates();
      String equal = "SELECT COUNT(*) FROM t WHERE " + function + " = " + function;
      assertThat(values(vectra, equal)).containsExactly("0");
    }
    assertThat(values(vectra, "SELECT COUNT(*) FROM t WHERE RANDOM() < 0 OR RANDOM() >= 1"))
        .containsExactly("0");
    assertThat(values(vectra, "SELECT GEN_RANDOM_UUID()").get(0))
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }

  @Test
  void like_ofManyWildcards_endsAtOnce() throws SQLException {
    String text = "REPEAT('a', 10000)";
    String pattern = "REPEAT('%a', 50) || 'b'";
    assertThat(values(vectra, "SELECT " + text + " LIKE " + pattern)).containsExactly("false");
    assertThat(values(vectra, "SELECT " + text + " ILIKE " + pattern)).containsExactly("false");
  }

  @Test
  void function_inWhereAndGroupBy_choosesAndGroups() throws SQLException {
    assertThat(
            values(
                vectra,
                "SELECT STRING_AGG(id, ',' ORDER BY id) FROM t WHERE LENGTH(s) > 0"
                    + " GROUP BY LEFT(s, 1) = 'a' ORDER BY 1"))
        .containsExactly("2", "3,4");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> values(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return values(statement.executeQuery(query));
    }
  }

  private static List<String> values(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        values.add(String.valueOf((Object) rows.getString(1)));
      }
    }
    return values;
  }
}
