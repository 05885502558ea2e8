package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes of java.time, java.util and java.math: what is bound is read again. */
class JavaTypesTest {
  private static final LocalDate DATE = LocalDate.of(1969, 2, 28);
  private static final LocalTime TIME = LocalTime.parse("23:59:58.987");
  private static final LocalDateTime DATE_TIME = LocalDateTime.of(DATE, TIME);
  private static final OffsetDateTime UTC = DATE_TIME.atOffset(ZoneOffset.UTC);
  private static final ZoneOffset FAR = ZoneOffset.ofHoursMinutes(-9, -30);

  private static TestSession session;

  @BeforeAll
  static void create() throws SQLException {
    session = TestSession.open("jdbc:vectra:memory:java-types");
    session.run(
        "CREATE TABLE v (id INTEGER PRIMARY KEY, d DATE, t TIME, ts TIMESTAMP, tz TIMESTAMP WITH"
            + " TIME ZONE, u UUID, n DECIMAL(38, 2), l BIGINT, s VARCHAR)");
  }

  @AfterAll
  static void close() throws SQLException {
    session.close();
  }

  private static Arguments of(String column, SQLType type, Object bound, Object read) {
    return Arguments.of(column, type, bound, read);
  }

  private static Arguments same(String column, SQLType type, Object value) {
    return of(column, type, value, value);
  }

  static Stream<Arguments> values() {
    UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    Instant instant = UTC.toInstant();
    Calendar calendar = Calendar.getInstance();
    calendar.setTimeInMillis(Timestamp.valueOf(DATE_TIME).getTime());
    SQLType withZone = JDBCType.TIMESTAMP_WITH_TIMEZONE;
    return Stream.of(
        same("d", JDBCType.DATE, DATE),
        same("d", JDBCType.DATE, java.sql.Date.valueOf(DATE)),
        of("d", JDBCType.DATE, DATE_TIME, DATE),
        of("d", JDBCType.DATE, "1969-02-28", DATE),
        same("t", JDBCType.TIME, TIME),
        same("ts", JDBCType.TIMESTAMP, DATE_TIME),
        same("ts", JDBCType.TIMESTAMP, Timestamp.valueOf(DATE_TIME)),
        of("ts", JDBCType.TIMESTAMP, new Date(calendar.getTimeInMillis()), DATE_TIME),
        same("ts", JDBCType.TIMESTAMP, calendar),
        of("ts", JDBCType.TIMESTAMP, DATE, DATE.atStartOfDay()),
        of("ts", JDBCType.TIMESTAMP, UTC, DATE_TIME),
        same("tz", withZone, UTC),
        of("tz", withZone, UTC.withOffsetSameInstant(FAR), UTC),
        same("tz", withZone, instant),
        of("tz", withZone, ZonedDateTime.ofInstant(instant, FAR), instant),
        of("tz", withZone, instant, UTC.toZonedDateTime()),
        of("tz", withZone, instant, Timestamp.from(instant)),
        same("u", JDBCType.OTHER, uuid),
        of("u", JDBCType.OTHER, uuid.toString(), uuid),
        same("n", JDBCType.DECIMAL, new BigDecimal("-123456789012345678901234567890.25")),
        same("n", JDBCType.NUMERIC, new BigInteger("123456789012345678901234567890")),
        same("l", JDBCType.BIGINT, BigInteger.valueOf(Long.MIN_VALUE)),
        of("l", JDBCType.BIGINT, BigInteger.valueOf(Long.MAX_VALUE), Long.MAX_VALUE),
        of("s", JDBCType.VARCHAR, uuid, uuid.toString()),
        of("s", JDBCType.VARCHAR, DATE_TIME, "1969-02-28 23:59:58.987"),
        of("s", JDBCType.VARCHAR, BigInteger.TEN, BigInteger.TEN));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_boundWithAndWithoutItsType_isReadAgain(
      String column, SQLType type, Object bound, Object read) throws SQLException {
    session.run("DELETE FROM v");
    try (PreparedStatement insert =
        session.connection().prepareStatement("INSERT INTO v (id, " + column + ") VALUES (?, ?)")) {
      insert.setInt(1, 1);
      insert.setObject(2, bound);
      insert.executeUpdate();
      insert.setInt(1, 2);
      insert.setObject(2, bound, type);
      insert.executeUpdate();
      insert.setInt(1, 3);
      insert.setObject(2, bound, type.getVendorTypeNumber());
      insert.executeUpdate();
    }
    Class<?> target = read instanceof Calendar ? Calendar.class : read.getClass();
    try (PreparedStatement query =
            session.connection().prepareStatement("SELECT " + column + " FROM v");
        ResultSet rows = query.executeQuery()) {
      int count = 0;
      while (rows.next()) {
        assertThat((Object) rows.getObject(1, target)).isEqualTo(read);
        count++;
      }
      assertThat(count).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {OffsetTime.class, Year.class})
  void classesWithoutAType_areRefused(Class<?> type) throws SQLException {
    Object value = type == Year.class ? Year.of(2026) : OffsetTime.of(TIME, FAR);
    for (String column : new String[] {"d", "t", "ts", "tz", "n"}) {
      assertThat(session.stateOf("INSERT INTO v (id, " + column + ") VALUES (9, ?)", value))
          .as(column)
          .matches("22.*|42.*");
    }
    session.run("DELETE FROM v");
    session.run("INSERT INTO v (id, t) VALUES (1, ?)", TIME);
    try (PreparedStatement query = session.connection().prepareStatement("SELECT t FROM v");
        ResultSet rows = query.executeQuery()) {
      rows.next();
      assertThatThrownBy(() -> rows.getObject(1, type))
          .hasFieldOrPropertyWithValue("SQLState", "22023");
    }
  }
}
