package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code MERGE INTO table USING source ON condition WHEN ..}, with any number of WHEN. */
public final class SqlMergeRows extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("MERGE", SqlKind.OTHER);

  private final SqlIdentifier table;
  private final @Nullable SqlIdentifier alias;
  private final SqlNode source;
  private final SqlNode condition;
  private final List<Clause> clauses;

  public SqlMergeRows(
      SqlParserPos pos,
      SqlIdentifier table,
      @Nullable SqlIdentifier alias,
      SqlNode source,
      SqlNode condition,
      List<Clause> clauses) {
    super(pos);
    this.table = table;
    this.alias = alias;
    this.source = source;
    this.condition = condition;
    this.clauses = List.copyOf(clauses);
  }

  /**
   * One WHEN.
   *
   * @param matched whether it is about rows of the source that match one of the table
   * @param condition what else must hold, or null
   */
  public record Clause(boolean matched, @Nullable SqlNode condition, Action action) {}

  /** What a WHEN does. */
  public sealed interface Action {}

  /** Updates the row of the table. */
  public record Update(SqlAssignments assignments) implements Action {}

  /** Deletes the row of the table. */
  public record Delete() implements Action {}

  /** Leaves everything as it is. */
  public record Nothing() implements Action {}

  /**
   * Inserts a row.
   *
   * @param columns that get the values; null for the table's, in order
   */
  public record Insert(@Nullable SqlNodeList columns, SqlNodeList values) implements Action {
    /** A row as the parser has it. */
    public static Insert of(@Nullable SqlNodeList columns, SqlNode row) {
      return new Insert(
          columns, new SqlNodeList(((SqlCall) row).getOperandList(), row.getParserPosition()));
    }

    /** A row of defaults. */
    public static Insert ofDefaults() {
      return new Insert(SqlNodeList.EMPTY, SqlNodeList.EMPTY);
    }
  }

  public SqlIdentifier table() {
    return table;
  }

  public @Nullable SqlIdentifier alias() {
    return alias;
  }

  /** A table or a query, with its alias. */
  public SqlNode source() {
    return source;
  }

  /** When a row of the source matches one of the table. */
  public SqlNode condition() {
    return condition;
  }

  /** Each WHEN; the first that fits a row is the one that acts. */
  public List<Clause> clauses() {
    return clauses;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    List<SqlNode> operands = new ArrayList<>(List.of(table, source, condition));
    for (Clause clause : clauses) {
      if (clause.condition() != null) {
        operands.add(clause.condition());
      }
      if (clause.action() instanceof Update update) {
        operands.add(update.assignments().values());
      } else if (clause.action() instanceof Insert insert) {
        operands.add(insert.values());
      }
    }
    return operands;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("MERGE INTO");
    table.unparse(writer, 0, 0);
    if (alias != null) {
      writer.keyword("AS");
      alias.unparse(writer, 0, 0);
    }
    writer.keyword("USING");
    source.unparse(writer, 0, 0);
    writer.keyword("ON");
    condition.unparse(writer, 0, 0);
    clauses.forEach(clause -> unparse(writer, clause));
  }

  private static void unparse(SqlWriter writer, Clause clause) {
    writer.keyword(clause.matched() ? "WHEN MATCHED" : "WHEN NOT MATCHED");
    if (clause.condition() != null) {
      writer.keyword("AND");
      clause.condition().unparse(writer, 0, 0);
    }
    writer.keyword("THEN");
    if (clause.action() instanceof Update update) {
      writer.keyword("UPDATE");
      update.assignments().unparse(writer);
    } else if (clause.action() instanceof Insert insert) {
      writer.keyword("INSERT");
      unparse(writer, insert);
    } else {
      writer.keyword(clause.action() instanceof Delete ? "DELETE" : "DO NOTHING");
    }
  }

  private static void unparse(SqlWriter writer, Insert insert) {
    if (insert.values().isEmpty()) {
      writer.keyword("DEFAULT VALUES");
      return;
    }
    if (insert.columns() != null) {
      SqlUpsert.unparseNames(writer, insert.columns());
    }
    writer.keyword("VALUES");
    SqlUpsert.unparseNames(writer, insert.values());
  }
}
