package io.vectra.engine.verify;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.verify.KnownFiles.NamedFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads every row of a segment whose bytes are all as they were written, and looks for what no
 * writer may write: keys out of order or not those of their rows, commits from the future, NULL in
 * NOT NULL columns, components that are not finite.
 */
final class SegmentRowsCheck {
  private final Segment segment;
  private final TableSchema schema;
  private final long manifestLsn;

  /** Rows by what is wrong with them. */
  private final Map<String, Long> faults = new LinkedHashMap<>();

  private SegmentRowsCheck(Segment segment, TableSchema schema, long manifestLsn) {
    this.segment = segment;
    this.schema = schema;
    this.manifestLsn = manifestLsn;
  }

  /** What is wrong, and with how many rows. */
  static Map<String, Long> run(Segment segment, NamedFile file) {
    SegmentRowsCheck check =
        new SegmentRowsCheck(segment, file.table().schema(), file.manifestLsn());
    if (segment.size() != file.segment().rows()) {
      check.faults.put(
          "it holds " + segment.size() + " rows, the manifest says " + file.segment().rows(), 0L);
    }
    RowKey before = null;
    for (int ordinal = 0; ordinal < segment.size(); ordinal++) {
      before = check.row(ordinal, before);
    }
    return check.faults;
  }

  /** Whether a row that can be read is one that a writer may have written. */
  static boolean isPossible(Segment segment, TableSchema schema, int ordinal) {
    SegmentRowsCheck check = new SegmentRowsCheck(segment, schema, Long.MAX_VALUE);
    boolean first = ordinal == 0 || !SalvagedRows.isReadable(segment, ordinal - 1, 0);
    check.row(ordinal, first ? null : segment.key(ordinal - 1));
    return check.faults.isEmpty();
  }

  private @Nullable RowKey row(int ordinal, @Nullable RowKey before) {
    try {
      RowKey key = segment.key(ordinal);
      if (before != null && before.compareTo(key) >= 0) {
        fault("keys are out of order");
      }
      long lsn = segment.lsn(ordinal);
      if (lsn < 1 || lsn > manifestLsn) {
        fault("commits are named that the manifest does not know (above " + manifestLsn + ")");
      }
      checkValues(ordinal, key);
      return key;
    } catch (VectraException e) {
      fault("rows cannot be read");
      return before;
    }
  }

  private void checkValues(int ordinal, RowKey key) {
    @Nullable Object[] row = new @Nullable Object[schema.columns().size()];
    for (int i = 0; i < row.length; i++) {
      Column column = schema.column(i);
      row[i] = segment.value(ordinal, i);
      if (row[i] == null && !column.nullable()) {
        fault("NULL in " + column.name() + ", which is NOT NULL");
      }
      if (row[i] instanceof float[] vector && !isFinite(vector)) {
        fault("vectors of " + column.name() + " are not finite");
      }
    }
    if (!schema.hasHiddenKey() && !KeyCodec.keyOf(schema, row).equals(key)) {
      fault("keys are not those of their rows");
    }
  }

  static boolean isFinite(float[] vector) {
    for (float component : vector) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return true;
  }

  private void fault(String what) {
    faults.merge(what, 1L, Long::sum);
  }
}
