package io.vectra.calcite.parser;

import io.vectra.engine.catalog.Commented;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What a statement changes of a catalog beside tables and indexes. */
public sealed interface Definition {

  /** {@code CREATE SEQUENCE}. */
  record CreateSequence(SqlIdentifier name, boolean ifNotExists, SequenceOptions options)
      implements Definition {}

  /** {@code ALTER SEQUENCE}. */
  record AlterSequence(SqlIdentifier name, boolean ifExists, SequenceOptions options)
      implements Definition {}

  /**
   * {@code CREATE VIEW}.
   *
   * @param columns the names that were given; empty for none
   * @param begin where the query begins
   */
  record CreateView(
      SqlIdentifier name,
      boolean ifNotExists,
      boolean orReplace,
      List<String> columns,
      SqlNode query,
      SqlParserPos begin)
      implements Definition {
    public CreateView {
      columns = List.copyOf(columns);
    }
  }

  /**
   * {@code CREATE TABLE .. AS}.
   *
   * @param columns the names that were given; empty for none
   * @param begin where the query begins
   * @param end where something follows it; null where nothing does
   */
  record CreateTableAs(
      SqlIdentifier name,
      boolean ifNotExists,
      List<String> columns,
      SqlNode query,
      SqlParserPos begin,
      @Nullable SqlParserPos end,
      boolean withData)
      implements Definition {
    public CreateTableAs {
      columns = List.copyOf(columns);
    }
  }

  /** {@code CREATE SCHEMA}. */
  record CreateSchema(SqlIdentifier name, boolean ifNotExists) implements Definition {}

  /**
   * {@code COMMENT ON}.
   *
   * @param text null for none
   */
  record Comment(Commented.Kind kind, SqlIdentifier name, @Nullable String text)
      implements Definition {}

  /** {@code DROP} of a kind of object. */
  record Drop(Kind kind, SqlIdentifier name, boolean ifExists, boolean cascade)
      implements Definition {}

  /** What is defined by name. */
  enum Kind {
    SCHEMA,
    SEQUENCE,
    VIEW
  }
}
