package io.vectra.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOrderTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void encode_ofUuids_isOrderedAsTheirTexts(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      UUID left = new UUID(random.nextLong(), random.nextLong());
      UUID right = i % 2 == 0 ? new UUID(random.nextLong(), 0) : with(left, random.nextLong());
      assertThat(Integer.signum(key(Kind.UUID, left).compareTo(key(Kind.UUID, right))))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(left.toString().compareTo(right.toString())));
    }
  }

  private static UUID with(UUID uuid, long low) {
    return new UUID(uuid.getMostSignificantBits(), low);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void encode_ofInstants_isOrderedAsTheyAre(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      Instant left = Instant.ofEpochMilli(random.nextInt(4_000) - 2_000L);
      Instant right = Instant.ofEpochMilli(random.nextInt(4_000) - 2_000L);
      RowKey leftKey = key(Kind.TIMESTAMP_WITH_TIME_ZONE, left);
      RowKey rightKey = key(Kind.TIMESTAMP_WITH_TIME_ZONE, right);
      assertThat(Integer.signum(leftKey.compareTo(rightKey)))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(left.compareTo(right)));
    }
  }

  private static RowKey key(Kind kind, Object value) {
    List<Column> columns = List.of(new Column("K", ColumnType.of(kind), false));
    return KeyCodec.encode(TableSchema.define("T", columns, List.of(0)), new Object[] {value});
  }
}
