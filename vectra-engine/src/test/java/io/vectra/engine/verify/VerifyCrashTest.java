package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Durability;
import io.vectra.engine.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed damages nothing: verification must not say so. */
class VerifyCrashTest {
  private static final Logger LOGGER = Logger.getLogger("io.vectra");

  @BeforeEach
  void silence() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    LOGGER.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource
  void run_afterAKillBeforeAnyChange_findsNoDamage(Durability durability) {
    MemoryStorage storage = new MemoryStorage("killed");
    List<StoredFiles> images = new ArrayList<>();
    SmallDatabase.fill(
        new CrashingStorage(
            storage,
            () -> {
              images.add(StoredFiles.of(storage));
              return false;
            }),
        SmallDatabase.OPTIONS.withDurability(durability));
    int stale = 0;
    int checked = 0;
    for (StoredFiles image : images) {
      MemoryStorage copy = image.toStorage("image");
      if (image.names().stream().noneMatch(name -> name.matches("manifest-[0-9]+"))) {
        continue;
      }
      List<Finding> damages = Verification.run(copy).damages();
      checked++;
      // A kill between a publish and the write of STATE that follows leaves an older STATE.
      assertThat(damages)
          .as("change " + images.indexOf(image) + ": " + image.names())
          .allMatch(finding -> finding.kind() == FindingKind.STALE);
      stale += damages.size();
    }
    System.out.println(
        "verify: %s: %d images of killed processes without damage, %d with an older STATE"
            .formatted(durability, checked, stale));
    assertThat(checked).isGreaterThan(50);
  }
}
