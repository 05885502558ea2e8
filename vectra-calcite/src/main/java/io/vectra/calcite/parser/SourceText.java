package io.vectra.calcite.parser;

import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;

/** Parts of a statement as they were written. */
final class SourceText {
  private SourceText() {}

  /** What stands from the first to the last character of a place. */
  static String at(SqlParserPos place, String sql) {
    int begin = SqlParserUtil.lineColToIndex(sql, place.getLineNum(), place.getColumnNum());
    int last = SqlParserUtil.lineColToIndex(sql, place.getEndLineNum(), place.getEndColumnNum());
    return sql.substring(begin, last + 1);
  }
}
