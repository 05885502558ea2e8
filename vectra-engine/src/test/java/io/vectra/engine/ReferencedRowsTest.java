package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.constraint.Reference;
import io.vectra.engine.constraint.Rows;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many rows are read to find those that reference a key. */
class ReferencedRowsTest {
  private static final int CHILDREN = 4_000;
  private static final int TENANTS = 4;
  private static final Column ID = new Column("ID", ColumnType.of(Kind.INTEGER), false);
  private static final Column TENANT = new Column("TENANT", ColumnType.of(Kind.INTEGER), false);
  private static final Column NUMBER = new Column("NUMBER", ColumnType.of(Kind.INTEGER), false);

  private Database database;
  private TableSchema child;
  private Reference reference;

  /** Four thousand children, of which each has a parent of its own in one of four tenants. */
  @BeforeEach
  void create() {
    database = Vectra.openInMemory("referenced-rows", OpenOptions.defaults());
    TableSchema parent =
        database.createTable(TableSchema.define("P", List.of(TENANT, NUMBER), List.of(0, 1)));
    ForeignKey key =
        new ForeignKey(
            "F", List.of(1, 2), parent.id(), List.of(0, 1), Action.CASCADE, Action.NO_ACTION);
    child =
        database.createTable(
            TableSchema.define("C", List.of(ID, TENANT, NUMBER), List.of(0), List.of(key)));
    reference = new Reference(key, child, parent);
    try (Transaction transaction = database.begin()) {
      for (int i = 0; i < CHILDREN; i++) {
        transaction.insert(parent.id(), new Object[] {i % TENANTS, i});
        transaction.insert(child.id(), new Object[] {i, i % TENANTS, i});
      }
      transaction.commit();
    }
    database.checkpoint();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void index_onTheWholeKey_readsTheRowsOfTheKeyAlone() {
    database.createIndex(ScalarIndex.define("I", child.id(), List.of(1, 2), false));
    assertThat(rowsReadFor(Set.of(List.of(1L, 5L)))).isEqualTo(1);
    assertThat(rowsReadFor(Set.of(List.of(1L, 5L), List.of(2L, 6L)))).isLessThanOrEqualTo(4);
  }

  @Test
  void index_onAPartOfTheKey_readsTheRowsOfThatPart() {
    database.createIndex(ScalarIndex.define("I", child.id(), List.of(2), false));
    assertThat(rowsReadFor(Set.of(List.of(1L, 5L)))).isEqualTo(1);
  }

  @Test
  void withoutAnIndex_theTableIsRead() {
    assertThat(rowsReadFor(Set.of(List.of(1L, 5L)))).isEqualTo(CHILDREN);
  }

  /** Rows looked at for all children of some keys, each of which has one. */
  private long rowsReadFor(Set<List<Object>> keys) {
    List<RowCursor> cursors = new ArrayList<>();
    List<Object> found = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot()) {
      Rows rows =
          new Rows() {
            @Override
            public RowCursor query(Query query) {
              RowCursor cursor = snapshot.query(query);
              cursors.add(cursor);
              return cursor;
            }

            @Override
            public RowCursor lookup(int tableId, List<RowKey> wanted) {
              return snapshot.lookup(tableId, wanted);
            }
          };
      reference.forEachChild(keys, rows, (row, key) -> found.add(key));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(List.copyOf(keys));
    return cursors.stream().mapToLong(cursor -> cursor.statistics().rowsScanned()).sum();
  }
}
