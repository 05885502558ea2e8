package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many damages at once: verification ends, and repair ends in a clean database or a refusal. */
class VerifyFuzzTest {
  private static final long SEED = Long.getLong("vectra.seed", 20_261_124L);
  private static final int ROUNDS = Boolean.getBoolean("vectra.proof") ? 10_000 : 300;
  private static final Logger LOGGER = Logger.getLogger("io.vectra");

  @BeforeEach
  void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    LOGGER.setLevel(null);
  }

  @Test
  void repair_ofManyDamagesAtOnce_endsCleanOrRefuses() {
    System.out.println("replay with -Dvectra.seed=" + SEED);
    SmallDatabase database = new SmallDatabase("fuzz");
    int repaired = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String what = "seed " + SEED + ", round " + round;
      MemoryStorage storage =
          damaged(database.files(), new Random(SEED + round)).toStorage("fuzz " + round);
      try {
        Verification.run(storage).toText();
        Repair.run(storage);
        repaired++;
      } catch (VectraException e) {
        assertThat(e.code())
            .as(what + ": " + e.getMessage())
            .isIn(ErrorCode.CORRUPTION, ErrorCode.NEWER_FORMAT, ErrorCode.NOT_A_DATABASE);
        refused++;
        continue;
      } catch (RuntimeException e) {
        throw new AssertionError(what, e);
      }
      assertThat(Verification.run(storage).damages()).as(what).isEmpty();
      assertThat(Repair.run(storage).changed()).as(what).isFalse();
      Map<String, TreeMap<String, String>> rows = SmallDatabase.rows(storage);
      rows.forEach(
          (table, all) ->
              assertThat(database.rowsEver().get(table).entrySet())
                  .as(what)
                  .containsAll(all.entrySet()));
    }
    System.out.println(
        "repair: " + repaired + " of many damages repaired, " + refused + " refused");
    assertThat(repaired).isGreaterThan(ROUNDS / 2);
  }

  private static StoredFiles damaged(StoredFiles intact, Random random) {
    StoredFiles files = intact;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      List<String> names = files.names();
      String name = names.get(random.nextInt(names.size()));
      files = files.with(name, damaged(files, files.bytes(name).clone(), random));
    }
    return files;
  }

  private static byte[] damaged(StoredFiles files, byte[] bytes, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    int count = Math.min(bytes.length - at, 1 + random.nextInt(2_000));
    switch (random.nextInt(6)) {
      case 0 -> {
        return null;
      }
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 2 -> {
        List<String> names = files.names();
        return files.bytes(names.get(random.nextInt(names.size())));
      }
      case 3 -> Arrays.fill(bytes, at, at + count, (byte) random.nextInt());
      case 4 -> {
        byte[] garbage = new byte[count];
        random.nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, at, count);
      }
      default -> {
        if (bytes.length > 0) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return bytes;
  }
}
