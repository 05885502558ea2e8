package io.vectra.engine.constraint;

import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes the columns unique that a foreign key references, in whatever order it names them.
 *
 * @param unique the unique index over them; null where they are the primary key
 */
public record ReferencedKey(TableSchema parent, @Nullable ScalarIndex unique) {

  /**
   * The key that a foreign key references: the primary key, else the index of a constraint, else
   * any unique index; null where the columns are none of these.
   *
   * @param indexes of the parent, among which others may be
   */
  public static @Nullable ReferencedKey of(
      ForeignKey key, TableSchema parent, List<? extends IndexSchema> indexes) {
    Set<Integer> columns = new HashSet<>();
    key.parentColumns().forEach(id -> columns.add(parent.positionOfId(id)));
    if (isOver(columns, parent.primaryKey())) {
      return new ReferencedKey(parent, null);
    }
    ScalarIndex found = null;
    for (IndexSchema index : indexes) {
      if (index instanceof ScalarIndex scalar
          && scalar.unique()
          && scalar.tableId() == parent.id()
          && isOver(columns, scalar.columns())
          && (found == null || (scalar.constraint() && !found.constraint()))) {
        found = scalar;
      }
    }
    return found == null ? null : new ReferencedKey(parent, found);
  }

  private static boolean isOver(Set<Integer> columns, List<Integer> key) {
    return columns.size() == key.size() && columns.containsAll(key);
  }

  /** Positions in the parent, in the order of the key. */
  public List<Integer> columns() {
    return unique == null ? parent.primaryKey() : unique.columns();
  }
}
