package io.vectra.engine.verify;

import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.Segment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;

/**
 * Tells which rows of a damaged segment are lost. Their own keys may be gone, but rows lie in the
 * order of their keys: the nearest salvaged neighbours say where to look in a backup.
 */
final class LostRanges {
  private static final int MAX_RANGES = 20;
  private static final int MAX_KEY_LENGTH = 60;

  private final Segment segment;
  private final TableSchema schema;
  private final SalvagedRows rows;
  private final List<String> ranges = new ArrayList<>();
  private int more;

  private LostRanges(Segment segment, TableSchema schema, SalvagedRows rows) {
    this.segment = segment;
    this.schema = schema;
    this.rows = rows;
  }

  /** One line for each range, the first of them; none for rows that have no key of their own. */
  static List<String> of(Segment segment, TableSchema schema, SalvagedRows rows) {
    LostRanges lost = new LostRanges(segment, schema, rows);
    if (!schema.hasHiddenKey()) {
      lost.run();
    }
    return lost.ranges;
  }

  private void run() {
    int before = -1;
    for (int i = 0; i <= rows.size(); i++) {
      int after = i < rows.size() ? rows.ordinals()[i] : segment.size();
      add(before, after);
      before = after;
    }
    if (more > 0) {
      ranges.add("... and " + more + " more ranges of rows");
    }
  }

  /** The live rows between two salvaged ones; those that were deleted are no loss. */
  private void add(int before, int after) {
    long lost = 0;
    for (int ordinal = before + 1; ordinal < after; ordinal++) {
      lost += segment.tombstones().lsn(ordinal) == 0 ? 1 : 0;
    }
    if (lost == 0) {
      return;
    }
    if (ranges.size() == MAX_RANGES) {
      more++;
      return;
    }
    String below = before < 0 ? "" : " after " + key(before);
    String above = after == segment.size() ? "" : " before " + key(after);
    String where = (below + above).isEmpty() ? " all of them" : below + above;
    ranges.add("Lost rows of " + schema.name() + ": " + lost + "," + where);
  }

  private String key(int ordinal) {
    StringJoiner key = new StringJoiner(", ", "(", ")");
    for (int column : schema.primaryKey()) {
      Object value = segment.value(ordinal, column);
      key.add(
          value instanceof byte[] bytes
              ? "X'" + HexFormat.of().formatHex(bytes) + "'"
              : value instanceof String text ? "'" + text + "'" : String.valueOf(value));
    }
    String text = key.toString();
    return text.length() <= MAX_KEY_LENGTH ? text : text.substring(0, MAX_KEY_LENGTH) + "...)";
  }
}
