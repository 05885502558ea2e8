package io.vectra.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir Path directory;

  @Test
  void events_areKeptInOrder_theNewestOfThem() {
    EventLog log = new EventLog("test");
    for (int i = 0; i < 1_500; i++) {
      log.report(Level.DEBUG, EventKind.FLUSHED, null, "number " + i);
    }
    log.report(
        Level.DEBUG,
        EventKind.OPERATION_FAILED,
        "T",
        "It failed",
        new VectraException(ErrorCode.DISK_FULL, "no space"));
    List<Event> events = log.events();
    assertThat(events).hasSize(1_000);
    assertThat(events.get(0).message()).isEqualTo("number 501");
    Event last = events.get(999);
    assertThat(last.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(last.table()).isEqualTo("T");
    assertThat(last.message()).isEqualTo("It failed: no space");
    assertThat(events.get(998).code()).isNull();
  }

  @Test
  void events_areInTheFlightRecorder() throws Exception {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.vectra.DatabaseEvent");
      recording.start();
      new EventLog("here").report(Level.DEBUG, EventKind.MERGED, "T", "merged");
      recording.stop();
      recording.dump(file);
    }
    assertThat(RecordingFile.readAllEvents(file))
        .filteredOn(event -> event.getEventType().getName().equals("io.vectra.DatabaseEvent"))
        .anySatisfy(
            event -> {
              assertThat(event.getString("database")).isEqualTo("here");
              assertThat(event.getString("kind")).isEqualTo("MERGED");
              assertThat(event.getString("table")).isEqualTo("T");
              assertThat(event.getString("message")).isEqualTo("merged");
            });
  }
}
