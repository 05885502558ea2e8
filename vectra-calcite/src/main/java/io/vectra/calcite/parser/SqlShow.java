package io.vectra.calcite.parser;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW name} of a setting, or {@code SHOW ALL}. */
public final class SqlShow extends SqlCall {
  private static final SqlOperator OPERATOR = new SqlSpecialOperator("SHOW", SqlKind.OTHER);

  /** What SHOW lists in other databases. */
  private static final Set<String> LISTS =
      Set.of("COLUMNS", "DATABASES", "INDEXES", "KEYS", "SCHEMAS", "TABLES");

  private final @Nullable SqlIdentifier name;

  private SqlShow(SqlParserPos pos, @Nullable SqlIdentifier name) {
    super(pos);
    this.name = name;
  }

  /**
   * The statement.
   *
   * @param name null for all settings
   * @throws VectraException FEATURE_NOT_SUPPORTED for what other databases list so
   */
  public static SqlShow of(SqlParserPos pos, @Nullable SqlIdentifier name) {
    if (name != null && LISTS.contains(name.getSimple().toUpperCase(Locale.ROOT))) {
      throw new VectraException(ErrorCode.FEATURE_NOT_SUPPORTED, OtherDialects.NO_SHOW + ".");
    }
    return new SqlShow(pos, name);
  }

  /** The setting; null for all. */
  public @Nullable String setting() {
    return name == null ? null : name.getSimple();
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return name == null ? List.of() : List.of(name);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword("SHOW");
    if (name == null) {
      writer.keyword("ALL");
    } else {
      name.unparse(writer, 0, 0);
    }
  }
}
