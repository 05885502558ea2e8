package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.VectraException;
import java.math.BigDecimal;
import java.nio.FloatBuffer;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of results, and bound ones, as other classes. */
class ConversionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"2147483648", "-2147483649", "1e400", "1e999999999", "9223372036854775808"})
  void toInt_outOfRange_is22003(String text) {
    assertThatThrownBy(() -> Conversions.toInt(text))
        .isInstanceOfSatisfying(
            SQLDataException.class, e -> assertThat(e.getSQLState()).isEqualTo("22003"));
  }

  @Test
  void toLong_edges_areExact() throws SQLException {
    assertThat(Conversions.toLong("9223372036854775807", Long.MIN_VALUE, Long.MAX_VALUE, "long"))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(Conversions.toInt(new BigDecimal("-7.9"))).isEqualTo(-7);
    assertThatThrownBy(() -> Conversions.toInt(Double.NaN)).isInstanceOf(SQLDataException.class);
  }

  @Test
  void toFloat_doubleBeyondFloat_is22003() {
    assertThatThrownBy(() -> Conversions.toFloat(1e300)).isInstanceOf(SQLDataException.class);
  }

  @Test
  void toObject_uuidAndTimes_convert() throws SQLException {
    UUID id = new UUID(1, 2);
    assertThat(Conversions.toObject(id.toString(), UUID.class)).isEqualTo(id);
    LocalDateTime local = LocalDateTime.parse("2026-02-03T04:05:06.000007");
    assertThat(Conversions.toObject(local, Timestamp.class)).isEqualTo(Timestamp.valueOf(local));
    assertThat(Conversions.toObject(local, Instant.class))
        .isEqualTo(Instant.parse("2026-02-03T04:05:06.000007Z"));
    assertThat(Conversions.toText(local)).isEqualTo("2026-02-03 04:05:06.000007");
  }

  @Test
  void toObject_vector_readsInEveryForm() throws SQLException {
    float[] vector = {1, 2.5f};
    assertThat(Conversions.toObject(vector, String.class)).isEqualTo("[1.0,2.5]");
    assertThat(Conversions.toObject(vector, double[].class)).containsExactly(1.0, 2.5);
    assertThat((Object[]) Conversions.toObject(vector, java.sql.Array.class).getArray())
        .containsExactly(1f, 2.5f);
  }

  @Test
  void boundValue_vectorForms_becomeFloats() throws SQLException {
    float[] expected = {1, 2.5f};
    assertThat(BoundValues.of(new double[] {1, 2.5})).isEqualTo(expected);
    assertThat(BoundValues.of(new Float[] {1f, 2.5f})).isEqualTo(expected);
    assertThat(BoundValues.of(FloatBuffer.wrap(expected))).isEqualTo(expected);
    assertThat(BoundValues.of(new VectraArray(expected))).isEqualTo(expected);
    assertThat(VectorValues.of(List.of(1, 2.5))).isEqualTo(expected);
    assertThatThrownBy(() -> VectorValues.of(Arrays.asList(1, null)))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("Component 2");
    assertThatThrownBy(() -> VectorValues.of(new double[] {1e300}))
        .isInstanceOf(VectraException.class);
  }

  @Test
  void boundValue_times_keepMillisecondsAndBecomeUtc() throws SQLException {
    LocalTime time = LocalTime.parse("01:02:03.004");
    Time bound = TimeConversions.toTime(time);
    assertThat(BoundValues.of(bound)).isEqualTo(time);
    assertThat(BoundValues.of(OffsetDateTime.parse("2026-01-01T02:00:00+02:00")))
        .isEqualTo(OffsetDateTime.parse("2026-01-01T00:00:00Z"));
  }
}
