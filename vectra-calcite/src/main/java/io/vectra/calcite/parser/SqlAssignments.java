package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code SET column = value, ..}; a value may be DEFAULT. Filled by the parser alone. */
public final class SqlAssignments {
  private final List<SqlIdentifier> columns = new ArrayList<>();
  private final SqlNodeList values = new SqlNodeList(SqlParserPos.ZERO);

  /** Adds one assignment. */
  public void add(SqlIdentifier column, SqlNode value) {
    columns.add(column);
    values.add(value);
  }

  /** The columns, in the order written. */
  public List<String> columns() {
    return columns.stream().map(column -> column.names.get(column.names.size() - 1)).toList();
  }

  /** Writes {@code SET column = value, ..}. */
  void unparse(SqlWriter writer) {
    writer.keyword("SET");
    SqlWriter.Frame frame = writer.startList("", "");
    for (int i = 0; i < columns.size(); i++) {
      writer.sep(",");
      columns.get(i).unparse(writer, 0, 0);
      writer.keyword("=");
      values.get(i).unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }

  /** Their values. */
  public SqlNodeList values() {
    return values;
  }
}
