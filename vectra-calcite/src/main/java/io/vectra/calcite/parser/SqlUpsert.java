package io.vectra.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT that says what becomes of rows whose key is taken: {@code ON CONFLICT}, or one of the
 * forms of other databases that mean the same.
 */
public final class SqlUpsert extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("UPSERT", SqlKind.OTHER);

  private final SqlInsert insert;
  private final Target target;
  private final Action action;

  public SqlUpsert(SqlParserPos pos, SqlInsert insert, Target target, Action action) {
    super(pos);
    this.insert = insert;
    this.target = target;
    this.action = action;
  }

  /** Which keys may be taken. */
  public sealed interface Target {}

  /** Any of the table's. */
  public record AnyKey() implements Target {}

  /** The primary key, whatever it is. */
  public record PrimaryKey() implements Target {}

  /** The key of these columns. */
  public record Columns(SqlNodeList names) implements Target {}

  /** The key of a constraint. */
  public record Constraint(SqlIdentifier name) implements Target {}

  /** What becomes of a row whose key is taken. */
  public sealed interface Action {}

  /** It is left out. */
  public record Nothing() implements Action {}

  /** The row that has the key is updated, if it meets a condition. */
  public record Update(SqlAssignments assignments, @Nullable SqlNode where) implements Action {}

  /** The row that has the key gets the values of the columns that the INSERT names. */
  public record Overwrite() implements Action {}

  /** The row that has the key makes way. */
  public record Replace() implements Action {}

  /** UPSERT INTO is an INSERT to Calcite's parser. */
  public static SqlNode ifNamed(SqlNode change) {
    return change instanceof SqlInsert insert && insert.isUpsert()
        ? new SqlUpsert(insert.getParserPosition(), insert, new PrimaryKey(), new Overwrite())
        : change;
  }

  /** REPLACE INTO. */
  public static SqlUpsert replace(
      SqlParserPos pos, SqlIdentifier table, SqlNode source, @Nullable SqlNodeList columns) {
    SqlInsert insert = new SqlInsert(pos, SqlNodeList.EMPTY, table, source, columns);
    return new SqlUpsert(pos, insert, new PrimaryKey(), new Replace());
  }

  /** MERGE INTO without USING. */
  public static SqlUpsert merge(
      SqlParserPos pos,
      SqlIdentifier table,
      SqlNode source,
      @Nullable SqlNodeList columns,
      @Nullable SqlNodeList key) {
    SqlInsert insert = new SqlInsert(pos, SqlNodeList.EMPTY, table, source, columns);
    Target target = key == null ? new PrimaryKey() : new Columns(key);
    return new SqlUpsert(pos, insert, target, new Overwrite());
  }

  public SqlInsert insert() {
    return insert;
  }

  public Target target() {
    return target;
  }

  public Action action() {
    return action;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    if (!(action instanceof Update update)) {
      return List.of(insert);
    }
    return update.where() == null
        ? List.of(insert, update.assignments().values())
        : List.of(insert, update.assignments().values(), update.where());
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    if (action instanceof Replace) {
      unparseInto(writer, "REPLACE INTO");
    } else if (action instanceof Overwrite && !insert.isUpsert()) {
      unparseInto(writer, "MERGE INTO");
    } else {
      insert.unparse(writer, leftPrec, rightPrec);
      unparseConflict(writer);
    }
  }

  /** The forms that are no INSERT in their own words. */
  private void unparseInto(SqlWriter writer, String words) {
    writer.keyword(words);
    insert.getTargetTable().unparse(writer, 0, 0);
    if (insert.getTargetColumnList() != null) {
      unparseNames(writer, insert.getTargetColumnList());
    }
    if (target instanceof Columns key) {
      writer.keyword("KEY");
      unparseNames(writer, key.names());
    }
    insert.getSource().unparse(writer, 0, 0);
  }

  private void unparseConflict(SqlWriter writer) {
    if (action instanceof Overwrite) {
      return;
    }
    writer.keyword("ON CONFLICT");
    if (target instanceof Columns key) {
      unparseNames(writer, key.names());
    } else if (target instanceof Constraint constraint) {
      writer.keyword("ON CONSTRAINT");
      constraint.name().unparse(writer, 0, 0);
    }
    writer.keyword("DO");
    if (action instanceof Update update) {
      writer.keyword("UPDATE");
      update.assignments().unparse(writer);
      if (update.where() != null) {
        writer.keyword("WHERE");
        update.where().unparse(writer, 0, 0);
      }
    } else {
      writer.keyword("NOTHING");
    }
  }

  static void unparseNames(SqlWriter writer, SqlNodeList names) {
    SqlWriter.Frame frame = writer.startList("(", ")");
    for (SqlNode name : names) {
      writer.sep(",");
      name.unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }
}
