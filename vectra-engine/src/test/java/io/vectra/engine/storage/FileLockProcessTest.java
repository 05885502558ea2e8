package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Locks between two processes. */
@Timeout(60)
class FileLockProcessTest {
  @TempDir Path directory;

  @Test
  void lock_whenAnotherProcessHoldsIt_isRefusedUntilThatDies() throws Exception {
    FileStorage storage = FileStorage.open(directory);
    Process child = child("hold");
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("locked");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> storage.lock("LOCK", "parent"))
            .isInstanceOfSatisfying(
                VectraException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED))
            .hasMessageContaining("child process " + child.pid());
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (DirectoryLock lock = storage.lock("LOCK", "parent")) {
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void lock_afterARefusedAttemptOfThisProcess_stillKeepsOthersOut() throws Exception {
    FileStorage storage = FileStorage.open(directory);
    try (DirectoryLock lock = storage.lock("LOCK", "the parent")) {
      assertThatThrownBy(() -> storage.lock("LOCK", "again")).isInstanceOf(VectraException.class);
      assertThat(answer()).contains("DATABASE_LOCKED").contains("the parent");
      assertThat(lock.isValid()).isTrue();
    }
    assertThat(answer()).isEqualTo("locked");
  }

  @Test
  void lock_thatACopyOfItsFileDropped_isInvalidOnceAnotherHasTakenIt() throws Exception {
    FileStorage storage = FileStorage.open(directory);
    try (DirectoryLock lock = storage.lock("LOCK", "the parent")) {
      Files.readAllBytes(directory.resolve("LOCK")); // closing that handle drops the lock on POSIX
      assertThat(lock.isValid()).isTrue();
      String answer = answer();
      assertThat(lock.isValid()).isEqualTo(!answer.equals("locked"));
    }
  }

  private String answer() throws IOException, InterruptedException {
    Process child = child("try");
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      String line = output.readLine();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return line;
    }
  }

  private Process child(String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString(),
            mode)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes the lock, says so, and holds it until it is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      FileStorage storage = FileStorage.open(Path.of(arguments[0]));
      try {
        storage.lock("LOCK", "child process " + ProcessHandle.current().pid());
        System.out.println("locked");
      } catch (VectraException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
      if (arguments[1].equals("hold")) {
        System.in.read();
      }
    }
  }
}
