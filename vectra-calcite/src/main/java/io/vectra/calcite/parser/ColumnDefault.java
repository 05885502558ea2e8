package io.vectra.calcite.parser;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What stands after DEFAULT in the definition of a column.
 *
 * @param text as it was written
 */
public record ColumnDefault(SqlNode value, String text) {
  /** Cuts the text out of the statement. */
  public static ColumnDefault of(SqlNode value, String sql, SqlParserPos place) {
    return new ColumnDefault(value, SourceText.at(place, sql));
  }
}
