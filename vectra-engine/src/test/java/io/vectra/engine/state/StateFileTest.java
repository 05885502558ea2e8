package io.vectra.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final UUID DATABASE = new UUID(1, 2);

  @TempDir Path directory;

  @Test
  void write_thenRead_givesTheLastState() {
    FileStorage storage = FileStorage.open(directory);
    State first = new State(1, 2, 3, 3, 4, 5, true);
    State second = new State(Long.MAX_VALUE, 7, 8, 6, 9, 10, false);
    try (StateFile file = StateFile.open(storage, DATABASE)) {
      assertThat(file.read()).isNull();
      file.write(first);
      assertThat(file.read()).isEqualTo(first);
      file.write(second);
    }
    try (StateFile file = StateFile.open(storage, DATABASE)) {
      assertThat(file.read()).isEqualTo(second);
      file.write(first);
      assertThat(file.read()).isEqualTo(first);
    }
  }

  @Test
  void read_whenAnyByteIsChanged_givesNull() {
    MemoryStorage storage = new MemoryStorage("test");
    State state = new State(1, 2, 3, 3, 4, 5, true);
    try (StateFile file = StateFile.open(storage, DATABASE);
        StateFile other = StateFile.open(storage, new UUID(1, 3))) {
      file.write(state);
      assertThat(other.read()).isNull();
      byte[] good = storage.readFully(StateFile.NAME, 4_096);
      try (WritableFile raw = storage.openForWriting(StateFile.NAME)) {
        for (int offset = 0; offset < good.length; offset++) {
          raw.write(offset, new byte[] {(byte) (good[offset] ^ 4)}, 0, 1);
          assertThat(file.read()).isNull();
          raw.write(offset, good, offset, 1);
        }
        assertThat(file.read()).isEqualTo(state);
        raw.write(good.length, new byte[1], 0, 1);
        assertThat(file.read()).isNull();
      }
    }
  }

  @Test
  void write_overAFileThatIsTooLong_makesItReadable() {
    MemoryStorage storage = new MemoryStorage("test");
    try (WritableFile raw = storage.create(StateFile.NAME)) {
      raw.write(0, new byte[4_097], 0, 4_097);
    }
    State state = new State(1, 2, 3, 3, 4, 5, true);
    try (StateFile file = StateFile.open(storage, DATABASE)) {
      assertThat(file.read()).isNull();
      file.write(state);
      assertThat(file.read()).isEqualTo(state);
    }
  }
}
