package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampWithTimeZoneTest {
  private static final Instant NEW_YEAR = Instant.parse("2023-12-31T22:00:00Z");

  private TestSession session;

  @BeforeEach
  void fill() throws SQLException {
    session = TestSession.open("jdbc:vectra:memory:instants");
    session.run("CREATE TABLE t (t TIMESTAMP WITH TIME ZONE PRIMARY KEY, n INTEGER)");
    session.run("INSERT INTO t VALUES ('2024-01-01 00:00:00+02', 1)");
  }

  @AfterEach
  void close() throws SQLException {
    session.run("DROP TABLE t");
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01 00:00:00+02",
        "2024-01-01 00:00:00.000+02:00",
        "2024-01-01T00:00+0200",
        "2023-12-31 22:00:00Z",
        "2023-12-31 22:00:00 UTC",
        "2023-12-31 17:30:00 -04:30"
      })
  void text_withAnOffset_isAnInstant(String text) throws SQLException {
    assertThat(session.rows("SELECT CAST(? AS TIMESTAMP WITH TIME ZONE)", text))
        .containsExactly("2023-12-31 22:00:00+00");
    assertThat(session.rows("SELECT n FROM t WHERE t = ?", text)).containsExactly("1");
    String literal = "TIMESTAMP WITH TIME ZONE '" + text + "'";
    String query = "SELECT n FROM t WHERE t >= " + literal + " AND t <= " + literal;
    assertThat(session.rows(query)).containsExactly("1");
    assertThat(session.rows("EXPLAIN " + query)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+ INTERVAL '1' MONTH",
        "- INTERVAL '1' MONTH",
        "+ INTERVAL '2' YEAR",
        "- INTERVAL '1-3' YEAR TO MONTH",
        "- INTERVAL '40' DAY",
      })
  void interval_isOfTheZoneOfTheJvm(String interval) throws SQLException {
    assertThat(
            session.rows(
                "SELECT CAST(CAST(t AS TIMESTAMP) "
                    + interval
                    + " AS TIMESTAMP WITH TIME ZONE) = t "
                    + interval
                    + ", ABS(TIMESTAMPDIFF(DAY, t, t "
                    + interval
                    + ")) > 27 FROM t"))
        .containsExactly("true|true");
    assertThat(session.rows("SELECT n FROM t WHERE t " + interval + " = t")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FLOOR(%s TO MONTH)",
        "CEIL(%s TO MONTH)",
        "FLOOR(%s TO DAY)",
        "FLOOR(%s TO HOUR)",
        "LAST_DAY(%s)",
        "EXTRACT(DOY FROM %s)",
      })
  void calendar_isThatOfTheZoneOfTheJvm(String call) throws SQLException {
    String local = call.formatted("CAST(t AS TIMESTAMP)");
    assertThat(session.rows("SELECT " + call.formatted("t") + " = " + local + " FROM t"))
        .containsExactly("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TIMESTAMP", "DATE", "INTEGER", "VARCHAR"})
  void leastOfNull_overAWindow_isNull(String type) throws SQLException {
    String nothing = "(CAST(NULL AS " + type + ")) OVER (PARTITION BY n)";
    assertThat(session.rows("SELECT MIN" + nothing + ", MAX" + nothing + ", n FROM t"))
        .containsExactly("null|null|1");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 22007",
    "2024, 22007",
    "2024-13-01 00:00:00+02, 22007",
    "2024-01-01 25:00:00+02, 22007",
    "2024-01-01 00:00:00+19, 22007",
    "2024-01-01 00:00:00 Mars, 22007",
    "10000-01-01 00:00:00Z, 22007",
    "0000-12-31 23:00:00Z, 22007"
  })
  void text_thatIsNone_isRefused(String text, String state) {
    assertThat(session.stateOf("INSERT INTO t VALUES (?, 2)", text)).isEqualTo(state);
    assertThat(session.stateOf("SELECT TIMESTAMP WITH TIME ZONE '" + text + "'")).isEqualTo(state);
  }

  @Test
  void column_readAndWrittenThroughJdbc_isTheSameInstant() throws SQLException {
    session.run("DELETE FROM t");
    OffsetDateTime offset = NEW_YEAR.atOffset(ZoneOffset.ofHours(-7));
    ZonedDateTime zoned = NEW_YEAR.plusSeconds(1).atZone(ZoneId.of("Asia/Tokyo"));
    session.run("INSERT INTO t VALUES (?, 1), (?, 2)", offset, zoned);
    session.run("INSERT INTO t VALUES (?, 3)", NEW_YEAR.plusSeconds(2));
    session.run("INSERT INTO t VALUES (?, 4)", Timestamp.from(NEW_YEAR.plusSeconds(3)));
    String query = "SELECT t FROM t ORDER BY t";
    try (ResultSet result = session.connection().createStatement().executeQuery(query)) {
      for (int i = 0; i < 4; i++) {
        Instant expected = NEW_YEAR.plusSeconds(i);
        assertThat(result.next()).isTrue();
        assertThat(result.getObject(1)).isEqualTo(expected.atOffset(ZoneOffset.UTC));
        assertThat(result.getObject(1, Instant.class)).isEqualTo(expected);
        assertThat(result.getObject(1, ZonedDateTime.class).toInstant()).isEqualTo(expected);
        assertThat(result.getObject(1, LocalDateTime.class))
            .isEqualTo(LocalDateTime.ofInstant(expected, ZoneOffset.UTC));
        assertThat(result.getTimestamp(1)).isEqualTo(Timestamp.from(expected));
      }
      assertThat(result.getMetaData().getColumnType(1)).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
      assertThat(result.getMetaData().getColumnClassName(1))
          .isEqualTo(OffsetDateTime.class.getName());
    }
    try (PreparedStatement statement =
        session.connection().prepareStatement("SELECT n FROM t WHERE t = ?")) {
      statement.setObject(1, offset, Types.TIMESTAMP_WITH_TIMEZONE);
      ResultSet result = statement.executeQuery();
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void timestamp_castToAnInstantAndBack_isInTheZoneOfTheJvm() throws SQLException {
    LocalDateTime noon = LocalDateTime.of(2024, 7, 1, 12, 0);
    String expected =
        noon.atZone(ZoneId.systemDefault())
                .withZoneSameInstant(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString()
                .replace('T', ' ')
            + ":00+00";
    assertThat(
            session.rows(
                "SELECT CAST(x AS TIMESTAMP WITH TIME ZONE),"
                    + " CAST(CAST(x AS TIMESTAMP WITH TIME ZONE) AS TIMESTAMP),"
                    + " CAST('2024-07-01 12:00' AS TIMESTAMP WITH TIME ZONE)"
                    + " FROM (VALUES (TIMESTAMP '2024-07-01 12:00:00')) AS v (x)"))
        .containsExactly(expected + "|2024-07-01 12:00:00|" + expected);
    assertThat(
            session.rows(
                "SELECT COUNT(*) FROM t WHERE EXTRACT(HOUR FROM t) = DATE_PART('hour', t)"
                    + " AND EXTRACT(HOUR FROM t) = EXTRACT(HOUR FROM CAST(t AS TIMESTAMP))"))
        .containsExactly("1");
    Instant before = Instant.now().minusSeconds(1);
    session.run("INSERT INTO t VALUES (CURRENT_TIMESTAMP, 9)");
    assertThat(session.rows("SELECT n FROM t WHERE t BETWEEN ? AND ?", before, Instant.now()))
        .containsExactly("9");
    assertThat(session.rows("SELECT n FROM t WHERE t <= CURRENT_TIMESTAMP ORDER BY n"))
        .containsExactly("1", "9");
  }

  @Test
  void timestampColumn_boundToAnOffset_isUtcAsBefore() throws SQLException {
    session.run("CREATE TABLE plain (t TIMESTAMP, d DATE)");
    OffsetDateTime offset = NEW_YEAR.atOffset(ZoneOffset.ofHours(9));
    session.run("INSERT INTO plain VALUES (?, ?)", offset, offset);
    assertThat(session.rows("SELECT t, d FROM plain WHERE t = ?", offset))
        .containsExactly("2023-12-31 22:00:00|" + LocalDate.of(2023, 12, 31));
    session.run("DROP TABLE plain");
  }

  @Test
  void declaration_finerThanMillisecondsOrOfTimes_isRefused() {
    assertThat(session.stateOf("CREATE TABLE x (t TIMESTAMP(6) WITH TIME ZONE)"))
        .isEqualTo("0A000");
    assertThat(session.stateOf("CREATE TABLE x (t TIME WITH TIME ZONE)")).isEqualTo("0A000");
    assertThat(session.stateOf("SELECT TIME WITH TIME ZONE '10:00:00+02'")).isEqualTo("0A000");
    assertThat(session.stateOf("SELECT CAST(n AS TIME WITH TIME ZONE) FROM t")).isEqualTo("0A000");
  }
}
