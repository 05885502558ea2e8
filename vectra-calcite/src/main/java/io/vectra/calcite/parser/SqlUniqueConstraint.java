package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/**
 * {@code [CONSTRAINT name] UNIQUE (columns)}, of a table or of one column.
 *
 * @param name null for one that follows from the table and the columns
 */
public record SqlUniqueConstraint(@Nullable String name, SqlNodeList columns) {

  /** The names of the columns; not checked against the table. */
  public List<String> columnNames() {
    return columns.stream().map(column -> ((SqlIdentifier) column).getSimple()).toList();
  }

  void unparse(SqlWriter writer) {
    if (name != null) {
      writer.keyword("CONSTRAINT");
      writer.identifier(name, true);
    }
    writer.keyword("UNIQUE");
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlNode column : columns) {
      writer.sep(",");
      column.unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }
}
