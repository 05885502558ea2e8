package io.vectra.calcite.parser;

import io.vectra.engine.schema.Constraint.Action;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A constraint as it is written, of a table or of one of its columns. */
public sealed interface TableConstraint {

  /** The name after CONSTRAINT, or null. */
  @Nullable String name();

  /**
   * {@code CHECK (expression)}.
   *
   * @param expression as it was written
   */
  record Check(@Nullable String name, String expression) implements TableConstraint {
    /** Cuts the expression out of the statement. */
    public static Check of(@Nullable String name, String sql, SqlParserPos expression) {
      return new Check(name, SourceText.at(expression, sql));
    }
  }

  /** {@code FOREIGN KEY (columns) REFERENCES ..}. */
  record ForeignKey(@Nullable String name, List<String> columns, References references)
      implements TableConstraint {
    public ForeignKey {
      columns = List.copyOf(columns);
    }
  }

  /** The name of {@code PRIMARY KEY}, whose columns the table knows. */
  record PrimaryKey(String name) implements TableConstraint {}

  /**
   * {@code REFERENCES parent [(columns)] [ON DELETE ..] [ON UPDATE ..]}.
   *
   * @param columns empty where the primary key of the parent is meant
   */
  record References(SqlIdentifier parent, List<String> columns, Action onDelete, Action onUpdate) {
    public References {
      columns = List.copyOf(columns);
    }
  }

  /** For the parser: the names of a list. */
  static List<String> names(SqlNodeList identifiers) {
    return identifiers.stream().map(each -> ((SqlIdentifier) each).getSimple()).toList();
  }

  /** Writes the constraint as SQL. */
  default void unparse(SqlWriter writer) {
    String given = name();
    if (given != null) {
      writer.keyword("CONSTRAINT");
      writer.identifier(given, true);
    }
    if (this instanceof Check check) {
      writer.keyword("CHECK");
      writer.print("(" + check.expression() + ")");
      writer.setNeedWhitespace(true);
    } else if (this instanceof ForeignKey key) {
      writer.keyword("FOREIGN KEY");
      names(writer, key.columns());
      writer.keyword("REFERENCES");
      key.references().parent().unparse(writer, 0, 0);
      names(writer, key.references().columns());
      action(writer, "ON DELETE", key.references().onDelete());
      action(writer, "ON UPDATE", key.references().onUpdate());
    }
  }

  private static void names(SqlWriter writer, List<String> names) {
    if (!names.isEmpty()) {
      SqlWriter.Frame frame = writer.startList("(", ")");
      for (String each : names) {
        writer.sep(",");
        writer.identifier(each, true);
      }
      writer.endList(frame);
    }
  }

  private static void action(SqlWriter writer, String when, Action action) {
    if (action != Action.NO_ACTION) {
      writer.keyword(when + " " + action.name().replace('_', ' '));
    }
  }
}
