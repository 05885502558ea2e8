package io.vectra.testkit.mutant;

import io.vectra.testkit.mutant.EngineMutant.Edit;
import java.util.List;
import java.util.stream.Stream;

/** The table of the engine's mutants. */
final class EngineMutants {
  private EngineMutants() {}

  /** All of them. */
  static List<EngineMutant> all() {
    return Stream.of(wal(), manifest(), segment(), commit(), recovery(), state(), format(), other())
        .flatMap(List::stream)
        .toList();
  }

  private static EngineMutant of(
      String id, String file, String what, String check, String old, String replacement) {
    return new EngineMutant(id, file, what, List.of(new Edit(old, replacement)), check);
  }

  /**
   * What opening does not depend on, or the store sees to before the log does: no check notices,
   * however long it runs.
   */
  static List<EngineMutant> redundant() {
    String sync = "commit/LogSync.java";
    return List.of(
        of(
            "wal-no-poison",
            "wal/WriteAheadLog.java",
            "a failed sync does not poison the log",
            "none",
            "        poison = e;\n",
            ""),
        of(
            "wal-write-after-poison",
            "wal/WriteAheadLog.java",
            "a poisoned log takes writes and syncs",
            "none",
            "    if (cause != null) {\n      throw poisoned(cause);",
            "    if (cause != null && closed) {\n      throw poisoned(cause);"),
        of(
            "commit-state-undirtied",
            sync,
            "STATE is not made dirty before an append",
            "none",
            "        writeState(true);\n        dirty = true;\n      }\n      appending",
            "        dirty = true;\n      }\n      appending"),
        of(
            "commit-state-unsynced",
            sync,
            "STATE is not synced on closing",
            "none",
            "        rollInTurn();\n        syncState();",
            "        rollInTurn();"),
        of(
            "recovery-dirty-ignored",
            "recovery/Recovery.java",
            "STATE's dirty mark is not read on opening",
            "none",
            "                && !known.dirty()\n",
            ""),
        of(
            "wal-growth-unsynced",
            "wal/WriteAheadLog.java",
            "the zeros that a log is grown with are not synced",
            "none",
            "    sync(true);\n",
            "    wantsSpace();\n"));
  }

  private static List<EngineMutant> wal() {
    String log = "wal/WriteAheadLog.java";
    String reader = "wal/WalReader.java";
    return List.of(
        of(
            "wal-no-sync",
            log,
            "the sync of a commit does nothing",
            Checks.CRASHES + "commits",
            "        file.sync();\n      } catch",
            "        file.name();\n      } catch"),
        of(
            "wal-failed-write-left",
            log,
            "what a longer failed write left is not overwritten with zeros",
            Checks.FULL_DISK,
            "(int) Math.max(length, Math.min(attemptedEnd, file.length()) - position)",
            "length"),
        of(
            "wal-failed-write-counts",
            log,
            "a failed write moves the end of the log",
            Checks.FULL_DISK,
            "    file.write(position, batch.array(), 0, padded);\n    position += length;",
            "    position += length;\n    file.write(position - length, batch.array(), 0, padded);"),
        of(
            "wal-synced-too-far",
            log,
            "a batch says that everything before it was synced",
            Checks.CRASHES + "durability OS",
            "batch.putLong(syncedPosition).putLong(generation)",
            "batch.putLong(position).putLong(generation)"),
        of(
            "wal-header-unsynced",
            log,
            "a new log's header is not synced before its name and its first batch",
            Checks.CRASHES + "commits",
            "0, FIRST_BYTES);\n      file.sync();",
            "0, FIRST_BYTES);"),
        of(
            "wal-name-unsynced",
            log,
            "the directory is not synced after a log was made",
            Checks.CRASHES + "commits",
            "      storage.syncDirectory(\"\");\n",
            ""),
        of(
            "wal-checksum-skipped",
            reader,
            "a batch's checksum is not compared",
            Checks.CRASHES + "commits",
            "return file.crc32c(seed, at, crcAt) == file.getInt(at + crcAt) ? length : 0;",
            "return crcAt > 0 ? length : 0;"),
        of(
            "wal-chain-skipped",
            reader,
            "the checksum of the batch before is not compared",
            Checks.FORKED,
            "(expected != null && file.getInt(position + WalFormat.PREVIOUS_CRC_AT) != expected)",
            "(expected != null && batch.lsn() < 0)"),
        of(
            "wal-length-believed",
            reader,
            "a batch's length is not compared with the file's",
            Checks.TORN_LENGTHS,
            "    if (length > left) {\n      return 0;\n    }\n",
            ""),
        of(
            "wal-cut-below-synced",
            reader,
            "damage below the synced position is cut off like a torn tail",
            Checks.FLIPS_WITHOUT_STATE,
            "    if (proof == null) {\n      return false;",
            "    if (proof == null || end(How.TORN_TAIL) != null) {\n      return false;"),
        of(
            "wal-later-batch-ignored",
            reader,
            "without STATE, a later batch does not prove that there is damage",
            Checks.FLIPS_WITHOUT_STATE,
            "if (proof == null && said > position && said <= later) {",
            "if (proof == null && said > later) {"),
        of(
            "wal-tail-unkept",
            reader,
            "the bytes of a torn tail are not kept",
            Checks.TORN_KEPT,
            "if (end.how() != How.TORN_TAIL || end.strayBytes() == 0) {",
            "if (end.how() != How.CLOSED || end.strayBytes() == 0) {"),
        of(
            "wal-tail-copy-unsynced",
            reader,
            "the copy of a torn tail is not synced",
            Checks.TORN_KEPT,
            "      target.sync();\n",
            ""),
        of(
            "wal-tail-name-unsynced",
            reader,
            "the name of that copy is not synced",
            Checks.TORN_KEPT,
            "    storage.syncDirectory(\"quarantine\");\n",
            ""));
  }

  private static List<EngineMutant> manifest() {
    String store = "manifest/ManifestStore.java";
    return List.of(
        of(
            "manifest-unsynced",
            store,
            "a manifest is not synced before it gets its name",
            Checks.CRASHES + "checkpoints",
            "      file.write(0, content, 0, content.length);\n      file.sync();",
            "      file.write(0, content, 0, content.length);"),
        of(
            "manifest-name-unsynced",
            store,
            "the directory is not synced after the rename",
            Checks.CRASHES + "checkpoints",
            "      storage.rename(unfinished, name);\n      storage.syncDirectory(\"\");",
            "      storage.rename(unfinished, name);"),
        of(
            "manifest-final-name",
            store,
            "a manifest is written under its final name",
            Checks.CRASHES + "checkpoints",
            "String unfinished = name + \".tmp\";",
            "String unfinished = name;"),
        of(
            "manifest-sha-skipped",
            store,
            "a manifest's SHA-256 is not compared",
            Checks.FLIPS,
            "if (!actual.equals(line.group(2))) {",
            "if (actual.isEmpty()) {"),
        of(
            "manifest-previous-deleted",
            store,
            "the previous manifest is deleted",
            Checks.NEWEST_MANIFEST,
            "deleteOlderThan(newest.orElse(manifest.generation()));",
            "deleteOlderThan(manifest.generation());"),
        of(
            "manifest-deleted-early",
            store,
            "the old manifest is deleted before the new one has its name",
            Checks.CRASHES + "checkpoints",
            "    nameDurably(unfinished, name);\n",
            "    deleteOlderThan(manifest.generation());\n    nameDurably(unfinished, name);\n"),
        of(
            "manifest-unknown-goes-on",
            store,
            "a manifest whose name may be lost does not poison the database",
            Checks.FAILED_NAME,
            "          ErrorCode.POISONED,\n          name\n",
            "          ErrorCode.IO_ERROR,\n          name\n"),
        of(
            "manifest-not-read-back",
            store,
            "a manifest is not read back before it gets its name",
            Checks.SHORT_WRITE,
            "if (!Arrays.equals(content, read(unfinished))) {",
            "if (content.length == 0) {"),
        of(
            "manifest-any-generation",
            store,
            "a manifest is believed under the name of another generation",
            Checks.REMOVED,
            "if (manifest.generation() != generation) {",
            "if (manifest.generation() > generation) {"));
  }

  private static List<EngineMutant> segment() {
    String tombstones = "segment/Tombstones.java";
    return List.of(
        of(
            "segment-tombstone-left-out",
            "segment/TombstoneFile.java",
            "the first row's tombstone is not written",
            Checks.CRASHES + "a merge",
            "for (int ordinal = 0; ordinal < tombstones.rows(); ordinal++) {",
            "for (int ordinal = 1; ordinal < tombstones.rows(); ordinal++) {"),
        of(
            "segment-tombstones-of-future",
            "segment/TombstoneFile.java",
            "tombstones of commits after the flush are written with it",
            Checks.FLUSH_THEN_LOSS,
            "if (tombstones.deletedAt(ordinal, upToLsn)) {",
            "if (tombstones.deletedAt(ordinal, Long.MAX_VALUE)) {"),
        of(
            "segment-snapshot-ignored",
            tombstones,
            "a row is dead for snapshots from before its deletion",
            Checks.SNAPSHOTS,
            "return lsn != 0 && lsn <= snapshotLsn;",
            "return lsn != 0;"),
        of(
            "segment-last-row-unfound",
            "segment/Segment.java",
            "the last key of a segment is not found",
            Checks.CRASHES + "a merge",
            "int high = rows - 1;",
            "int high = rows - 2;"),
        of(
            "segment-wrong-lsn",
            "segment/SegmentWriter.java",
            "rows lose the lsn of their commit, which conflicts are found by",
            Checks.CONFLICTS,
            "out.putLong(rows.lsn(i));",
            "out.putLong(1);"),
        of(
            "segment-null-bits",
            "segment/SegmentWriter.java",
            "every value of a column with a NULL becomes NULL",
            Checks.NULLS,
            "bits[i >> 3] |= (byte) (1 << (i & 7));",
            "bits[i >> 3] |= (byte) 0xFF;"));
  }

  private static List<EngineMutant> commit() {
    String store = "commit/Store.java";
    String conflicts = "commit/Conflicts.java";
    String sync = "commit/LogSync.java";
    return List.of(
        of(
            "commit-acknowledged-early",
            store,
            "a commit is acknowledged when it is written, not synced",
            Checks.CRASHES + "commits",
            "      if (synced) {\n        log.syncTo(lsn);\n      } else",
            "      if (synced && health.isPoisoned()) {\n        log.syncTo(lsn);\n      } else"),
        of(
            "commit-visible-early",
            store,
            "a commit is visible before it is synced",
            Checks.UNSEEN,
            "        changes.applyRows(resolved, lsn);\n",
            "        changes.applyRows(resolved, lsn);\n        makeVisible(lsn);\n"),
        of(
            "commit-applied-before-logged",
            store,
            "a commit is applied before it is logged, so that a failed write leaves it",
            Checks.FULL_DISK,
            "        record(lsn, record);\n        recorded = true;\n        lastLsn = lsn;\n"
                + "        changes.applyRows(resolved, lsn);\n",
            "        changes.applyRows(resolved, lsn);\n        lastLsn = lsn;\n"
                + "        makeVisible(lsn);\n        record(lsn, record);\n"),
        of(
            "commit-group-covers-all",
            sync,
            "a sync acknowledges commits that were appended after it had begun",
            Checks.GROUP,
            "    target.sync();\n    synced(covered);",
            "    target.sync();\n    synchronized (stateLock) {\n"
                + "      covered = appended;\n    }\n    synced(covered);"),
        of(
            "commit-conflict-skipped",
            conflicts,
            "a row that changed after the snapshot is overwritten",
            Checks.CONFLICTS,
            "if (!place.isLive() || place.lastChange() > write.readLsn()) {",
            "if (!place.isLive()) {"),
        of(
            "commit-duplicate-key",
            conflicts,
            "a key that another transaction has inserted is inserted again",
            Checks.CONFLICTS,
            "} else if (row != null && place.isLive()) {\n",
            "} else if (row != null && place.isLive() && place.lastChange() == 0) {\n"),
        of(
            "commit-after-unknown-publish",
            "commit/Health.java",
            "commits go on after a publish of unknown outcome",
            Checks.FAILED_NAME,
            "    rethrow(closed);\n    rethrow(poison);",
            "    rethrow(closed);"),
        of(
            "commit-roll-unsynced",
            sync,
            "a log that is ended is synced with its closing record alone",
            Checks.CLOSE_FULL,
            "    ended.sync();\n",
            ""),
        of(
            "commit-torn-transaction",
            "commit/Changes.java",
            "the first row of a batch is left out when it is replayed",
            Checks.CRASHES + "tables",
            "for (LogRecord.RowChange row : change.rows()) {",
            "for (LogRecord.RowChange row :"
                + " change.rows().subList(commit.changes().size() - 1, change.rows().size())) {"),
        of(
            "commit-deletion-unlogged",
            "commit/LogRecord.java",
            "deletions are not logged",
            Checks.CRASHES + "a merge",
            "if (write.existed() || write.row() != null) {",
            "if (write.row() != null) {"));
  }

  private static List<EngineMutant> recovery() {
    String file = "recovery/Recovery.java";
    String replay = "recovery/Replay.java";
    String lsnCheck = "if (batch.lsn() != end.lsn() + 1) {";
    String firstCheck = "if (walEnd.hasHeader() && walEnd.firstLsn() != lsnBefore + 1) {";
    return List.of(
        of(
            "recovery-unsealed",
            file,
            "logs that may be in the page cache alone count as durable",
            Checks.DEATH,
            "    sealed =\n        logs == 0",
            "    sealed =\n        logs >= 0"),
        of(
            "recovery-generation-ignored",
            replay,
            "a commit that knew a newer manifest is replayed over an older one",
            Checks.REMOVED,
            "if (batch.generation() > generation) {",
            "if (batch.generation() < 0) {"),
        new EngineMutant(
            "recovery-gap-ignored",
            replay,
            "a log or a commit that is missing is passed over",
            List.of(
                new Edit(lsnCheck, "if (batch.lsn() <= end.lsn()) {"),
                new Edit(
                    firstCheck, "if (walEnd.hasHeader() && walEnd.firstLsn() <= lsnBefore) {")),
            Checks.REMOVED),
        of(
            "recovery-state-lsn-ignored",
            file,
            "logs that end before what STATE knows are believed",
            Checks.REMOVED,
            "known == null ? null : missing(known, newestLog);",
            "null;"),
        of(
            "recovery-tombstones-unread",
            file,
            "the tombstones that the manifest names are not read",
            Checks.CRASHES + "a merge",
            "        TombstoneFile.read(storage, tombstones, segment);\n",
            ""),
        of(
            "recovery-table-id-reused",
            replay,
            "ids of tables in the log are given again",
            Checks.CRASHES + "tables",
            "      numbers.sawTableId(create.schema().id());\n",
            "      numbers.sawTableId(0);\n"),
        of(
            "recovery-first-log-only",
            file,
            "only the first log that is needed is replayed",
            Checks.CRASHES + "sessions",
            "if (number >= manifest.logNumber()) {",
            "if (number == manifest.logNumber()) {"));
  }

  private static List<EngineMutant> state() {
    String file = "state/StateFile.java";
    return List.of(
        of(
            "state-checksum-skipped",
            file,
            "STATE's checksum is not compared",
            Checks.FLIPS,
            "&& page.getInt(CRC_AT) == crc(bytes)\n",
            ""),
        of(
            "state-owner-ignored",
            file,
            "STATE of another database is believed",
            Checks.FOREIGN_STATE,
            "if (!owner.equals(databaseId)) {",
            "if (owner.equals(new UUID(0, 0))) {"),
        of(
            "state-synced-too-far",
            file,
            "STATE says that what is written is synced",
            Checks.CRASHES + "durability OS",
            "page.putLong(state.committedPosition()).putLong(state.syncedPosition());",
            "page.putLong(state.committedPosition()).putLong(state.committedPosition());"),
        of(
            "state-ahead-of-log",
            "commit/LogSync.java",
            "STATE names a commit as durable before its sync",
            Checks.CRASHES + "commits",
            "            synced.lsn(),\n            epoch,",
            "            appended.lsn() + 1,\n            epoch,"),
        of(
            "state-never-dirty",
            file,
            "STATE is never dirty",
            Checks.KILLED_CLOSING,
            "page.put(MAGIC).putInt(VERSION).putInt(state.dirty() ? 1 : 0);",
            "page.put(MAGIC).putInt(VERSION).putInt(0);"));
  }

  private static List<EngineMutant> format() {
    String reader = "format/BlockFileReader.java";
    String writer = "format/BlockFileWriter.java";
    String layout = "format/BlockFileFormat.java";
    return List.of(
        of(
            "format-block-number",
            layout,
            "a block's checksum does not cover its number",
            Checks.SWAPPED_BLOCKS,
            "        .putLong(block)\n",
            ""),
        of(
            "format-file-id",
            layout,
            "a block's checksum does not cover its file",
            Checks.SWAPPED_BLOCKS,
            "        .put(fileId)\n",
            ""),
        of(
            "format-checksum-skipped",
            reader,
            "a block's checksum is not compared",
            Checks.FLIPS,
            "    if (expected != actual) {\n      lastDamage = offset;",
            "    if (block < 0) {\n      lastDamage = offset;"),
        of(
            "format-sha-skipped",
            reader,
            "a file's SHA-256 is not compared with the manifest's",
            Checks.FORKED,
            "if (!actualHex.equals(expected.sha256()) || !Arrays.equals(actual, written)) {",
            "if (!Arrays.equals(actual, written)) {"),
        of(
            "format-unsynced",
            writer,
            "segments and tombstones are not synced",
            Checks.CRASHES + "checkpoints",
            "    file.sync();\n",
            ""),
        of(
            "format-not-read-back",
            writer,
            "a file is not read back before the log is dropped",
            Checks.SHORT_WRITE,
            "      reader.verifyAll();\n",
            "      reader.length();\n"),
        of(
            "format-count-believed",
            "format/BoundedInput.java",
            "a length is believed unchecked",
            Checks.HOSTILE_LENGTHS,
            "if (count < 0 || count > buffer.remaining()) {",
            "if (count < 0) {"));
  }

  private static List<EngineMutant> other() {
    return List.of(
        of(
            "flush-directory-unsynced",
            "compaction/Flush.java",
            "the directory of new segments is not synced",
            Checks.CRASHES + "checkpoints",
            "      storage.syncDirectory(FileNames.directory(tableId));\n",
            ""),
        of(
            "flush-last-commit-lost",
            "compaction/Flush.java",
            "the last commit before a flush is not in the segment",
            Checks.CRASHES + "checkpoints",
            "memtable.visible(lsn)",
            "memtable.visible(lsn - 1)"),
        of(
            "flush-tombstone-lost",
            "compaction/Flush.java",
            "a row that is deleted while it is flushed lives on",
            Checks.FLUSH,
            "      carryTombstones(table.versions(), added.segment());\n",
            ""),
        of(
            "publish-deletes-early",
            "compaction/Publisher.java",
            "old files are deleted before the manifest that does without them is published",
            Checks.CRASHES + "checkpoints",
            "    try {\n      manifests.publish(next);",
            "    try {\n      Manifest before = current;\n      current = next;\n"
                + "      deleteUnnamedFiles();\n      current = before;\n"
                + "      manifests.publish(next);"),
        of(
            "publish-keeps-nothing",
            "compaction/Publisher.java",
            "the files of the previous manifest are deleted",
            Checks.PREVIOUS_FILES,
            "    previousFiles = current.fileNames();\n    current = next;",
            "    previousFiles = next.fileNames();\n    current = next;"),
        new EngineMutant(
            "merge-dead-rows",
            "compaction/Merge.java",
            "dead rows live again after a merge",
            List.of(
                new Edit(
                    "if (segment.visibleAt(ordinal, lsn)) {", "if (segment.lsn(ordinal) <= lsn) {"),
                new Edit("      rows.carryTombstones(output.segment());\n", "")),
            Checks.CRASHES + "a merge"),
        of(
            "merge-last-row-lost",
            "compaction/Merge.java",
            "a merge leaves out the last row of a segment",
            Checks.CRASHES + "a merge",
            "ordinal < segment.size(); ordinal++",
            "ordinal < segment.size() - 1; ordinal++"),
        of(
            "merge-beyond-manifest",
            "compaction/Merge.java",
            "a merge drops versions that a commit in the log alone has replaced",
            Checks.FLUSH_THEN_LOSS,
            "now.at(publisher.current().lsn());",
            "now.at(now.lsn());"),
        of(
            "merge-tombstone-lost",
            "compaction/Merge.java",
            "a row that is deleted during a merge lives on",
            Checks.MERGE,
            "      rows.carryTombstones(output.segment());\n",
            ""),
        of(
            "merge-directory-unsynced",
            "compaction/Merge.java",
            "the directory of a merged segment is not synced",
            Checks.CRASHES + "a merge",
            "    publisher.storage().syncDirectory(FileNames.directory(tableId));\n    Segment segment =",
            "    Segment segment ="),
        of(
            "open-older-manifest",
            "recovery/Recovery.java",
            "a manifest older than the one that STATE knows is opened",
            Checks.REMOVED,
            "if (known != null && known.generation() > manifest.generation()) {",
            "if (known != null && known.generation() < 0) {"),
        of(
            "open-name-unsynced",
            "Background.java",
            "a manifest's name that a dead process left unsynced is taken for durable",
            Checks.DEATH_IN_PUBLISH,
            "    storage.syncDirectory(\"\");\n",
            ""),
        of(
            "open-lock-unchecked",
            "lock/DatabaseLock.java",
            "a lock that was lost is not noticed",
            Checks.LOST_LOCK,
            "if (!isValid()) {",
            "if (description.isEmpty()) {"));
  }
}
