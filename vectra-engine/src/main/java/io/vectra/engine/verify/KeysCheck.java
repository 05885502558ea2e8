package io.vectra.engine.verify;

import io.vectra.engine.compaction.KeyFiles;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.segment.KeyFile;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.SegmentKeys;
import io.vectra.engine.verify.KnownFiles.NamedFile;
import java.util.BitSet;
import java.util.List;

/** Checks that a file of keys has each row of its segment once, in order, under its key. */
final class KeysCheck {
  private KeysCheck() {}

  /** What is wrong with an intact file over an intact segment; at most one thing. */
  static List<String> run(Storage storage, NamedFile file, ScalarIndex index, Segment segment) {
    try {
      SegmentKeys opened = KeyFiles.open(storage, index.id(), file.entry(), segment.size());
      try {
        return faults(opened.keys(), file, index, segment);
      } finally {
        opened.file().release();
      }
    } catch (VectraException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> faults(
      KeyFile keys, NamedFile file, ScalarIndex index, Segment segment) {
    BitSet seen = new BitSet(segment.size());
    IndexKey before = new IndexKey(new byte[0]);
    for (int i = 0; i < keys.size(); i++) {
      IndexKey key = keys.key(i);
      int ordinal = keys.ordinal(i);
      IndexKey expected =
          IndexKeyCodec.encode(
                  file.table().schema(), index, column -> segment.value(ordinal, column))
              .cut();
      if (seen.get(ordinal)) {
        return List.of("row " + ordinal + " stands in it twice");
      }
      if (!key.equals(expected)) {
        return List.of("row " + ordinal + " stands under " + key + ", its key is " + expected);
      }
      if (before.compareTo(key) > 0) {
        return List.of("the key at position " + i + " is below the one before it");
      }
      seen.set(ordinal);
      before = key;
    }
    return List.of();
  }
}
