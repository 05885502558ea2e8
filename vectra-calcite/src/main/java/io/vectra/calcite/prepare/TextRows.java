package io.vectra.calcite.prepare;

import java.sql.Types;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as rows of one column. */
final class TextRows implements ResultCursor {
  private final Iterator<String> texts;
  private @Nullable String current;

  TextRows(List<String> texts) {
    this.texts = texts.iterator();
  }

  /** The column of such rows. */
  static ColumnInfo column(String name) {
    SqlTypeInfo type = new SqlTypeInfo(Types.VARCHAR, "VARCHAR", 0, 0, String.class);
    return new ColumnInfo(name, type, false);
  }

  @Override
  public boolean next() {
    current = texts.hasNext() ? texts.next() : null;
    return current != null;
  }

  @Override
  public @Nullable Object value(int column) {
    return current;
  }

  @Override
  public void close() {}
}
