package io.vectra.jdbc.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random UUIDs and instants, in tables and in Java and H2, before and after they are in files. */
class RandomValuesTest {
  private static final List<String> QUERIES =
      List.of(
          "SELECT id FROM t ORDER BY id",
          "SELECT n FROM t ORDER BY u DESC NULLS LAST, n",
          "SELECT n FROM t ORDER BY z NULLS LAST, n",
          "SELECT COUNT(*), MIN(u), MAX(u) FROM t",
          "SELECT COUNT(DISTINCT u), COUNT(DISTINCT z) FROM t",
          "SELECT COUNT(*), u FROM t GROUP BY u ORDER BY u NULLS LAST",
          "SELECT a.n, b.n FROM t a JOIN t b ON a.u = b.u AND a.z < b.z ORDER BY a.n, b.n",
          "SELECT a.n, b.n FROM t a JOIN t b ON a.u < b.u AND a.z = b.z ORDER BY a.n, b.n",
          "SELECT n, RANK() OVER (ORDER BY u NULLS LAST) FROM t ORDER BY n",
          "SELECT u FROM t UNION SELECT id FROM t ORDER BY 1 NULLS LAST");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void queries_ofRandomRows_giveWhatH2Gives(long seed) throws SQLException {
    Random random = new Random(seed);
    List<UUID> few = List.of(uuid(random), uuid(random), uuid(random), uuid(random));
    String url = "jdbc:vectra:" + directory;
    try (TestSession h2 = TestSession.open("jdbc:h2:mem:types" + seed)) {
      String create =
          "CREATE TABLE t (id UUID PRIMARY KEY, n INTEGER, u UUID, z TIMESTAMP%s WITH TIME ZONE)";
      h2.run(create.formatted("(3)"));
      try (TestSession vectra = TestSession.open(url)) {
        vectra.run(create.formatted(""));
        for (int n = 0; n < 60; n++) {
          UUID id = uuid(random);
          UUID u = n % 7 == 0 ? null : few.get(random.nextInt(few.size()));
          OffsetDateTime z = n % 9 == 0 ? null : instant(random);
          for (TestSession session : List.of(vectra, h2)) {
            session.run("INSERT INTO t VALUES (?, ?, ?, ?)", id, n, u, z);
          }
          if (n % 20 == 13) {
            vectra.run("CHECKPOINT");
          }
        }
        assertSame(vectra, h2, few, random, seed);
      }
      try (TestSession vectra = TestSession.open(url)) {
        assertSame(vectra, h2, few, random, seed);
      }
    }
  }

  private static void assertSame(
      TestSession vectra, TestSession h2, List<UUID> few, Random random, long seed)
      throws SQLException {
    for (String query : QUERIES) {
      assertThat(vectra.rows(query)).as("%s, seed %s", query, seed).isEqualTo(h2.rows(query));
    }
    for (String comparison : List.of("=", "<>", "<", "<=", ">", ">=")) {
      for (UUID u : few) {
        String query = "SELECT n FROM t WHERE u " + comparison + " ? ORDER BY n";
        List<String> expected = h2.rows(query, u);
        assertThat(vectra.rows(query, u)).as("%s, seed %s", query, seed).isEqualTo(expected);
        assertThat(vectra.rows(query, u.toString())).as("as text").isEqualTo(expected);
      }
      OffsetDateTime z = instant(random);
      String query = "SELECT n FROM t WHERE z " + comparison + " ? ORDER BY n";
      assertThat(vectra.rows(query, z)).as("%s, seed %s", query, seed).isEqualTo(h2.rows(query, z));
    }
    List<Object> values = new ArrayList<>();
    List<@Nullable Object> expected = new ArrayList<>();
    String all = "SELECT id, u, z FROM t ORDER BY n";
    try (var ours = vectra.connection().createStatement().executeQuery(all);
        var theirs = h2.connection().createStatement().executeQuery(all)) {
      while (ours.next() && theirs.next()) {
        values.add(List.of(ours.getObject(1), String.valueOf(ours.getObject(2))));
        expected.add(List.of(theirs.getObject(1), String.valueOf(theirs.getObject(2))));
        OffsetDateTime z = theirs.getObject(3, OffsetDateTime.class);
        assertThat(ours.getObject(3, OffsetDateTime.class))
            .isEqualTo(z == null ? null : z.withOffsetSameInstant(ZoneOffset.UTC));
        assertThat(ours.getObject(3, Instant.class)).isEqualTo(z == null ? null : z.toInstant());
        assertThat(ours.getTimestamp(3)).isEqualTo(theirs.getTimestamp(3));
      }
    }
    assertThat(values).hasSize(60).isEqualTo(expected);
  }

  private static UUID uuid(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** One of few, with any offset. */
  private static OffsetDateTime instant(Random random) {
    return Instant.EPOCH
        .plusMillis(random.nextInt(5) - 2L)
        .atOffset(ZoneOffset.ofHoursMinutes(random.nextInt(14), 30));
  }
}
