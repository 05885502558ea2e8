package io.vectra.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock of a database between processes. */
@Timeout(60)
class DatabaseLockProcessTest {
  private static final LockWait LONG = new LockWait(Duration.ofSeconds(30), () -> {});
  private static final int THREADS = 4;
  private static final int ROUNDS = 500;

  @TempDir Path directory;
  private final List<Child> children = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Child child : children) {
      child.end();
    }
  }

  @Test
  void exclusive_whenAnotherProcessHasIt_isRefusedUntilThatDies() throws Exception {
    FileStorage storage = FileStorage.open(directory);
    Child child = child("exclusive");
    assertThat(child.says()).isEqualTo("locked");
    for (boolean exclusive : new boolean[] {true, false, true}) {
      assertThatThrownBy(() -> DatabaseLock.of(storage, exclusive))
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED))
          .hasMessageContaining("process " + child.process.pid());
    }
    child.end();
    try (DatabaseLock lock = DatabaseLock.of(storage, true)) {
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void exclusive_afterARefusedAttemptOfThisProcess_stillKeepsOthersOut() throws Exception {
    FileStorage storage = FileStorage.open(directory);
    try (DatabaseLock lock = DatabaseLock.of(storage, true)) {
      assertThatThrownBy(() -> DatabaseLock.of(storage, true)).isInstanceOf(VectraException.class);
      assertThat(child("shared").says())
          .contains("DATABASE_LOCKED")
          .contains("process " + ProcessHandle.current().pid());
      assertThat(lock.isValid()).isTrue();
    }
    assertThat(child("exclusive").says()).isEqualTo("locked");
  }

  @Test
  void exclusive_thatACopyOfItsFileDropped_isInvalidOnceAnotherHasTakenIt() throws Exception {
    try (DatabaseLock lock = DatabaseLock.of(FileStorage.open(directory), true)) {
      Files.readAllBytes(directory.resolve(DatabaseLock.FILE)); // on POSIX that drops the lock
      assertThat(lock.isValid()).isTrue();
      String answer = child("exclusive").says();
      assertThat(lock.isValid()).isEqualTo(!answer.equals("locked"));
    }
  }

  @Test
  void shared_isRefusedToNobodyWhoSharesItToo() throws Exception {
    try (DatabaseLock lock = DatabaseLock.of(FileStorage.open(directory), false)) {
      assertThat(child("shared").says()).isEqualTo("locked");
      assertThat(child("exclusive").says()).contains("DATABASE_LOCKED");
      assertThat(lock.enter(LONG)).isTrue();
      assertThat(lock.isValid()).isTrue();
      assertThat(lock.enter(LONG)).isFalse();
      lock.exit();
      assertThat(lock.isValid()).isTrue();
      assertThat(lock.isWriting()).isTrue();
      lock.exit();
      assertThat(lock.isWriting()).isFalse();
      assertThat(lock.isValid()).isTrue();
    }
  }

  @Test
  void enter_whileAnotherProcessWrites_waitsForItsEndAndNamesItWhenThatTakesTooLong()
      throws Exception {
    Child child = child("write");
    assertThat(child.says()).isEqualTo("writing");
    try (DatabaseLock lock = DatabaseLock.of(FileStorage.open(directory), false)) {
      List<String> polls = new ArrayList<>();
      LockWait brief = new LockWait(Duration.ofMillis(50), () -> polls.add("polled"));
      assertThatThrownBy(() -> lock.enter(brief))
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT))
          .hasMessageContaining("process " + child.process.pid());
      assertThat(polls).isNotEmpty();
      LockWait canceled =
          new LockWait(
              Duration.ofSeconds(30),
              () -> {
                throw new VectraException(ErrorCode.QUERY_CANCELED, "canceled");
              });
      assertThatThrownBy(() -> lock.enter(canceled)).hasMessage("canceled");
      child.end();
      assertThat(lock.enter(LONG)).isTrue();
      lock.exit();
    }
  }

  /** A number in a file, which threads of three processes count up. */
  @Test
  void enter_ofManyThreadsInManyProcesses_isForOneProcessAtATime() throws Exception {
    Files.write(directory.resolve("number"), new byte[Long.BYTES]);
    Child first = child("count");
    Child second = child("count");
    assertThat(first.says()).isEqualTo("locked");
    assertThat(second.says()).isEqualTo("locked");
    String[] counted;
    try (DatabaseLock lock = DatabaseLock.of(FileStorage.open(directory), false)) {
      counted = new String[] {count(directory, lock), first.says(), second.says()};
    }
    try (RandomAccessFile file = number(directory)) {
      assertThat(file.readLong()).isEqualTo(3L * THREADS * ROUNDS);
    }
    assertThat(counted).allMatch(any -> any.startsWith("taken "));
    System.out.println("writer's lock by process: " + String.join(", ", counted));
  }

  /** Counts up, and tells how often the lock was taken from the system for it. */
  private static String count(Path directory, DatabaseLock lock) throws Exception {
    ReentrantLock oneAtATime = new ReentrantLock();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      counts.add(threads.submit(() -> count(directory, lock, oneAtATime)));
    }
    threads.shutdown();
    int taken = 0;
    for (Future<Integer> each : counts) {
      taken += each.get();
    }
    return "taken " + taken + " times";
  }

  private static int count(Path directory, DatabaseLock lock, ReentrantLock oneAtATime)
      throws IOException {
    int taken = 0;
    try (RandomAccessFile file = number(directory)) {
      for (int round = 0; round < ROUNDS; round++) {
        oneAtATime.lock();
        try {
          taken += lock.enter(LONG) ? 1 : 0;
          file.seek(0);
          long before = file.readLong();
          file.seek(0);
          file.writeLong(before + 1);
        } finally {
          oneAtATime.unlock();
        }
        Thread.yield(); // as a commit waits for its sync, while others join
        lock.exit();
      }
    }
    return taken;
  }

  private static RandomAccessFile number(Path directory) throws IOException {
    return new RandomAccessFile(directory.resolve("number").toFile(), "rw");
  }

  private Child child(String mode) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                directory.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Child child = new Child(process);
    children.add(child);
    return child;
  }

  /** Another process: takes the lock, says so, and lives until it is ended. */
  static final class Child {
    private final Process process;
    private final BufferedReader output;

    Child(Process process) {
      this.process = process;
      this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    String says() throws IOException {
      return String.valueOf(output.readLine());
    }

    void end() throws InterruptedException {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      String mode = arguments[1];
      try (DatabaseLock lock =
          DatabaseLock.of(FileStorage.open(directory), mode.equals("exclusive"))) {
        if (mode.equals("write")) {
          lock.enter(LONG);
        }
        System.out.println(mode.equals("write") ? "writing" : "locked");
        if (mode.equals("count")) {
          System.out.println(count(directory, lock));
        }
        System.in.read();
      } catch (VectraException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
    }
  }
}
