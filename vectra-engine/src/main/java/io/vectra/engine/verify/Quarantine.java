package io.vectra.engine.verify;

import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A directory {@code quarantine/<n>} with the evidence of one repair: copies of what the repair
 * replaces, and files that it moves there when the manifest that no longer needs them is current.
 * The moves are written down before that manifest is published, so that whoever runs a repair after
 * a crash can finish them:
 *
 * <pre>
 * moves.txt    the generation that must be current first, then a line "from to" for each file, then
 *              "end"; without its last line it was never finished, and counts for nothing
 * report.json  what was found and what is being done
 * </pre>
 */
final class Quarantine {
  private static final String MOVES = "moves.txt";
  private static final String REPORT = "report.json";
  private static final String END = "end";
  private static final int MAX_MOVES_BYTES = 16 << 20;
  private static final int COPY_BYTES = 1 << 16;

  private final Storage storage;
  private final String directory;
  private final List<String> moves = new ArrayList<>();

  private Quarantine(Storage storage, String directory) {
    this.storage = storage;
    this.directory = directory;
  }

  /** Makes the next directory, durably. */
  static Quarantine create(Storage storage) {
    if (!storage.exists(Inventory.QUARANTINE)) {
      storage.createDirectory(Inventory.QUARANTINE);
      storage.syncDirectory("");
    }
    int number = 1;
    while (storage.exists(Inventory.QUARANTINE + "/" + number)) {
      number++;
    }
    String directory = Inventory.QUARANTINE + "/" + number;
    storage.createDirectory(directory);
    storage.syncDirectory(Inventory.QUARANTINE);
    return new Quarantine(storage, directory);
  }

  String directory() {
    return directory;
  }

  /** Copies a file that the repair will overwrite or delete. */
  void copy(String name) {
    MappedBlocks source = storage.map(name);
    try (WritableFile target = storage.create(target(name))) {
      byte[] part = new byte[COPY_BYTES];
      for (long done = 0; done < source.length(); done += part.length) {
        int count = (int) Math.min(part.length, source.length() - done);
        source.readBytes(done, part, 0, count);
        target.write(done, part, 0, count);
      }
      target.sync();
    } finally {
      source.release();
    }
  }

  /** Notes a file to be moved here once it is no longer needed. */
  void planMove(String name) {
    moves.add(name + " " + target(name));
  }

  /**
   * Makes durable what is planned.
   *
   * @param generation that must be current before anything is moved
   */
  void seal(long generation, String report) {
    write(REPORT, report);
    StringBuilder text = new StringBuilder().append(generation).append('\n');
    moves.forEach(move -> text.append(move).append('\n'));
    write(MOVES, text.append(END).append('\n').toString());
    storage.syncDirectory(directory);
  }

  /**
   * Moves what this and earlier repairs planned to move and no kept manifest needs.
   *
   * @return the files that were moved
   */
  static List<String> finishMoves(Storage storage) {
    List<String> moved = new ArrayList<>();
    KnownFiles known = KnownFiles.read(storage);
    Manifest manifest = known.manifest();
    if (!storage.exists(Inventory.QUARANTINE)
        || manifest == null
        || manifest.generation() != known.newest()) {
      return moved;
    }
    for (String name : storage.list(Inventory.QUARANTINE)) {
      String movesFile = Inventory.QUARANTINE + "/" + name + "/" + MOVES;
      if (name.matches("[0-9]{1,9}") && storage.exists(movesFile)) {
        finishMoves(storage, movesFile, manifest, known.files().keySet(), moved);
      }
    }
    return moved;
  }

  private static void finishMoves(
      Storage storage, String movesFile, Manifest manifest, Set<String> named, List<String> moved) {
    String text =
        new String(storage.readFully(movesFile, MAX_MOVES_BYTES), StandardCharsets.US_ASCII);
    List<String> lines = text.lines().toList();
    if (lines.size() < 2
        || !text.endsWith("\n" + END + "\n")
        || !lines.get(0).matches("[0-9]{1,18}")
        || Long.parseLong(lines.get(0)) > manifest.generation()) {
      return;
    }
    for (String line : lines.subList(1, lines.size() - 1)) {
      String from = line.substring(0, line.indexOf(' '));
      String to = line.substring(line.indexOf(' ') + 1);
      boolean neededLog =
          WriteAheadLog.isFileName(from) && WriteAheadLog.numberOf(from) >= manifest.logNumber();
      boolean isManifest = ManifestStore.isFileName(from);
      if (!named.contains(from)
          && !neededLog
          && !isManifest
          && storage.exists(from)
          && !storage.exists(to)) {
        move(storage, from, to);
        moved.add(from);
      }
    }
  }

  private static void move(Storage storage, String from, String to) {
    storage.rename(from, to);
    storage.syncDirectory(to.substring(0, to.lastIndexOf('/')));
    int slash = from.lastIndexOf('/');
    storage.syncDirectory(slash < 0 ? "" : from.substring(0, slash));
  }

  private String target(String name) {
    return directory + "/" + name.replace('/', '-');
  }

  private void write(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (WritableFile file = storage.create(directory + "/" + name)) {
      file.write(0, bytes, 0, bytes.length);
      file.sync();
    }
  }
}
