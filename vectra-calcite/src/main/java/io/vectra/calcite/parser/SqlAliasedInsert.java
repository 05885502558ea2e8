package io.vectra.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code INSERT INTO table AS alias}; ON CONFLICT and RETURNING use the alias. */
public final class SqlAliasedInsert extends SqlInsert {
  private final SqlIdentifier alias;

  public SqlAliasedInsert(
      SqlParserPos pos,
      SqlIdentifier table,
      SqlNode source,
      @Nullable SqlNodeList columns,
      SqlIdentifier alias) {
    super(pos, SqlNodeList.EMPTY, table, source, columns);
    this.alias = alias;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("INSERT INTO");
    getTargetTable().unparse(writer, 0, 0);
    writer.keyword("AS");
    alias.unparse(writer, 0, 0);
    if (getTargetColumnList() != null) {
      SqlUpsert.unparseNames(writer, getTargetColumnList());
    }
    getSource().unparse(writer, 0, 0);
  }

  /** The alias of the table of an INSERT; null where it has none. */
  public static @Nullable SqlIdentifier aliasOf(SqlInsert insert) {
    return insert instanceof SqlAliasedInsert aliased ? aliased.alias : null;
  }
}
