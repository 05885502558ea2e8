package io.vectra.calcite.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A statement that Calcite's own grammar does not have: executed directly, never planned. */
public abstract sealed class VectraStatement extends SqlCall
    permits SqlCreateVectraTable,
        SqlCreateVectorIndex,
        SqlDropVectra,
        SqlTruncate,
        SqlTransactionControl,
        SqlCheckpoint,
        SqlVectraExplain {

  VectraStatement(SqlParserPos pos) {
    super(pos);
  }

  static SqlOperator operator(String name, SqlKind kind) {
    return new SqlSpecialOperator(name, kind);
  }
}
