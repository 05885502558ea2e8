package io.vectra.calcite.prepare;

import io.vectra.engine.verify.Finding;
import io.vectra.engine.verify.VerifyReport;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The damage that a verification found as rows, the worst first: no row means that nothing is
 * damaged. Notes about what is no damage stay in the report of the API.
 */
final class FoundDamage {
  static final List<ColumnInfo> COLUMNS =
      List.of(
          text("SEVERITY", false),
          text("KIND", false),
          text("FILE_NAME", false),
          number("BYTE_OFFSET"),
          number("BYTE_COUNT"),
          text("TABLE_NAME", true),
          number("ROWS_LOST"),
          number("DELETIONS_LOST"),
          new ColumnInfo(
              "REBUILDABLE", new SqlTypeInfo(Types.BOOLEAN, "BOOLEAN", 0, 0, Boolean.class), false),
          text("DESCRIPTION", false));

  private FoundDamage() {}

  static List<@Nullable Object[]> rows(VerifyReport report) {
    return report.damages().stream().map(FoundDamage::row).toList();
  }

  private static @Nullable Object[] row(Finding finding) {
    boolean ofBytes = finding.length() > 0;
    return new @Nullable Object[] {
      finding.severity().name(),
      finding.kind().name(),
      finding.file(),
      ofBytes ? finding.offset() : null,
      ofBytes ? finding.length() : null,
      finding.table(),
      count(finding.rows()),
      count(finding.deletions()),
      finding.derived(),
      finding.what()
    };
  }

  private static @Nullable Long count(long count) {
    return count == Finding.UNKNOWN ? null : count;
  }

  private static ColumnInfo text(String label, boolean nullable) {
    return new ColumnInfo(
        label, new SqlTypeInfo(Types.VARCHAR, "VARCHAR", 0, 0, String.class), nullable);
  }

  private static ColumnInfo number(String label) {
    return new ColumnInfo(label, new SqlTypeInfo(Types.BIGINT, "BIGINT", 0, 0, Long.class), true);
  }
}
