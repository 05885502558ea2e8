package io.vectra.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Collects what the parser reads about an index, which tells late whether it is of vectors. */
public final class IndexForm {
  private static final String HNSW = "HNSW";
  private static final String BTREE = "BTREE";

  private final List<SqlCreateScalarIndex.KeyColumn> columns = new ArrayList<>();
  private final SqlNodeList settings = new SqlNodeList(SqlParserPos.ZERO);
  private boolean vector;
  private boolean unique;
  private @Nullable SqlParserPos ordered;
  private @Nullable SqlParserPos scalar;

  /** VECTOR was read. */
  public void vector() {
    vector = true;
  }

  /** UNIQUE was read. */
  public void unique() {
    unique = true;
  }

  /** USING and a method were read. */
  public void method(SqlIdentifier method) {
    switch (method.getSimple().toUpperCase(Locale.ROOT)) {
      case HNSW -> vector = true;
      case BTREE -> scalar = method.getParserPosition();
      default ->
          Refusals.refuse(
              "An index USING " + method.getSimple() + " (only HNSW or BTREE)",
              method.getParserPosition());
    }
  }

  /** A column was read. */
  public void column(SqlIdentifier column) {
    columns.add(new SqlCreateScalarIndex.KeyColumn(column, false));
  }

  /** pgvector's class of operators was read, of the column before. */
  public void operators(SqlIdentifier operators) {
    SqlCreateVectorIndex.addOperators(settings, operators);
    vector = true;
  }

  /** ASC or DESC was read, of the column before. */
  public void order(boolean descending, SqlParserPos pos) {
    int last = columns.size() - 1;
    columns.set(last, new SqlCreateScalarIndex.KeyColumn(columns.get(last).name(), descending));
    ordered = pos;
  }

  /** The options, to add to. */
  public SqlNodeList settings() {
    return settings;
  }

  /** The statement, once everything was read. */
  public SqlCreate build(
      SqlParserPos pos, boolean ifNotExists, @Nullable SqlIdentifier name, SqlIdentifier table) {
    if (!vector) {
      Refusals.unless(settings.isEmpty(), "An option of an index on a scalar column", pos);
      return new SqlCreateScalarIndex(pos, unique, ifNotExists, name, table, columns);
    }
    Refusals.unless(!unique, "A unique vector index", pos);
    Refusals.unless(columns.size() == 1, "A vector index over several columns", pos);
    if (ordered != null) {
      Refusals.refuse("An order of vectors", ordered);
    }
    if (scalar != null) {
      Refusals.refuse("A vector index USING BTREE", scalar);
    }
    return new SqlCreateVectorIndex(pos, ifNotExists, name, table, columns.get(0).name(), settings);
  }
}
