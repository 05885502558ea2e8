package io.vectra.engine.search;

import io.vectra.engine.query.RowKey;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has written to one table and not committed: each key with its new row, or
 * without one where the row was deleted. These keys hide what the snapshot has for them.
 */
public interface PendingWrites {

  /** Nothing written. */
  PendingWrites NONE =
      new PendingWrites() {
        @Override
        public boolean covers(RowKey key) {
          return false;
        }

        @Override
        public RowRef.@Nullable Pending row(RowKey key) {
          return null;
        }

        @Override
        public Stream<RowRef.Pending> rows() {
          return Stream.empty();
        }

        @Override
        public Set<RowKey> keys() {
          return Set.of();
        }

        @Override
        public boolean isEmpty() {
          return true;
        }
      };

  /** Whether the transaction wrote or deleted the row of that key. */
  boolean covers(RowKey key);

  /** The new row of a key, or null. */
  RowRef.@Nullable Pending row(RowKey key);

  /** All new rows, in the order of their keys. */
  Stream<RowRef.Pending> rows();

  /** All keys that are covered. */
  Set<RowKey> keys();

  boolean isEmpty();
}
