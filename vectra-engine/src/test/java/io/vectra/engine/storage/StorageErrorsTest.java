package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the errors and interrupts that an operating system reports. */
class StorageErrorsTest {

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "No space left on device",
        "There is not enough space on the disk",
        "Disk quota exceeded",
        "File too large"
      })
  void failed_whenTheDeviceIsFull_saysSoInTheWordsOfAnySystem(String message) {
    IOException cause = new IOException(message);
    VectraException full = StorageErrors.failed("write to", "/db/a", cause);
    assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(full)
        .hasMessage(
            "Cannot write to /db/a: no space is left ("
                + message
                + "). Free some, or raise the quota or the limit of a file's size, then try again.")
        .hasCause(cause);
  }

  @Test
  void failed_forAnyOtherReason_namesItsKindAndWords() {
    assertThat(StorageErrors.failed("read", "/db/a", new IOException("Input/output error")))
        .hasMessage("Cannot read /db/a: IOException, Input/output error.")
        .extracting(VectraException::code)
        .isEqualTo(ErrorCode.IO_ERROR);
    assertThat(StorageErrors.failed("read", "/db/a", new EOFException()))
        .hasMessage("Cannot read /db/a: EOFException.");
  }

  @Test
  void unreadable_namesFileAndOffset() {
    InternalError cause = new InternalError("a fault");
    VectraException error = StorageErrors.unreadable("/db/a", 4_096, cause);
    assertThat(error.code()).isEqualTo(ErrorCode.IO_ERROR);
    assertThat(error).hasMessageContaining("/db/a at offset 4096").hasCause(cause);
  }

  @Test
  void call_whenAnInterruptClosesItsChannel_isRepeatedAndTheFlagIsSet() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    String result =
        Uninterrupted.call(
            () -> {
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              if (calls.incrementAndGet() < 3) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(calls).hasValue(3);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void call_whoseFlagWasClearedByAnother_leavesItClear() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    Uninterrupted.call(
        () -> {
          if (calls.incrementAndGet() == 1) {
            throw new ClosedByInterruptException();
          }
          return calls;
        });
    assertThat(calls).hasValue(2);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void call_thatFails_failsOnceAndKeepsTheFlag() {
    AtomicInteger calls = new AtomicInteger();
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                Uninterrupted.call(
                    () -> {
                      calls.incrementAndGet();
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    assertThat(calls).hasValue(1);
    assertThat(Thread.interrupted()).isTrue();
  }
}
