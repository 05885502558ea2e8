package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Alteration.RowValidation;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.Constraint.Check;
import io.vectra.engine.schema.Constraint.ForeignKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.verify.Verification;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Constraints without SQL: what the engine keeps, and what it enforces by itself at commit. */
class ConstraintsTest {
  private static final Column ID = new Column("ID", ColumnType.of(Kind.INTEGER), false);
  private static final Column PARENT = new Column("PARENT", ColumnType.of(Kind.SMALLINT), true);

  private final MemoryStorage storage = new MemoryStorage("constraints");

  @Test
  void commit_ofARowWithoutItsParent_writesNothing() {
    try (Database database = open()) {
      TableSchema parent = parent(database);
      TableSchema child = child(database, parent, Action.NO_ACTION);
      refused(() -> insert(database, child, 1, (short) 1), ErrorCode.FOREIGN_KEY_VIOLATION);
      insert(database, parent, 1);
      insert(database, child, 1, (short) 1);
      insert(database, child, 2, null);
      refused(() -> insert(database, child, 3, (short) 2), ErrorCode.FOREIGN_KEY_VIOLATION);
      assertThat(count(database, child)).isEqualTo(2);
    }
  }

  @Test
  void commit_withoutAParentThatIsReferenced_writesNothing() {
    try (Database database = open()) {
      TableSchema parent = parent(database);
      TableSchema child = child(database, parent, Action.NO_ACTION);
      inserted(database, parent, child);
      refused(() -> delete(database, parent, 1), ErrorCode.FOREIGN_KEY_VIOLATION);
      database.checkpoint();
      refused(() -> delete(database, parent, 1), ErrorCode.FOREIGN_KEY_VIOLATION);
      change(
          database,
          transaction -> {
            transaction.delete(parent.id(), key(parent, 1));
            transaction.delete(child.id(), key(child, 1));
          });
      assertThat(count(database, parent)).isZero();
    }
  }

  @Test
  void commit_thatLeavesARowWhichShouldFollow_isAConflict() {
    try (Database database = open()) {
      TableSchema parent = parent(database);
      inserted(database, parent, child(database, parent, Action.CASCADE));
      refused(() -> delete(database, parent, 1), ErrorCode.SERIALIZATION_CONFLICT);
    }
  }

  @Test
  void constraints_areKeptByLogAndManifest() {
    TableSchema child;
    try (Database database = open()) {
      TableSchema parent = parent(database);
      child = child(database, parent, Action.SET_NULL);
      child =
          database.alterTable(
              child.id(),
              new Alteration.AddConstraint(
                  new Check("SMALL", "id < 10", List.of(0)), RowValidation.NONE));
    }
    for (int opening = 0; opening < 2; opening++) {
      try (Database database = open()) {
        assertThat(database.catalog().table("C")).isEqualTo(child);
        refused(
            () -> insert(database, tableC(database), 3, (short) 2),
            ErrorCode.FOREIGN_KEY_VIOLATION);
        database.checkpoint();
      }
    }
  }

  @Test
  void dropTable_ofAParent_takesTheForeignKeysOfOthersAlongOrIsRefused() {
    try (Database database = open()) {
      TableSchema parent = parent(database);
      TableSchema child = child(database, parent, Action.NO_ACTION);
      inserted(database, parent, child);
      refused(() -> database.dropTable(parent.id()), ErrorCode.DEPENDENT_OBJECTS);
      refused(() -> database.truncate(parent.id()), ErrorCode.DEPENDENT_OBJECTS);
      database.dropTable(parent.id(), true);
      assertThat(tableC(database).constraints()).isEmpty();
      assertThat(tableC(database).version()).isEqualTo(child.version() + 1);
      insert(database, child, 5, (short) 5);
    }
    try (Database database = open()) {
      assertThat(count(database, tableC(database))).isEqualTo(2);
    }
    assertThat(Verification.run(storage, FileProgress.NONE).isClean()).isTrue();
  }

  @Test
  void addConstraint_thatARowDoesNotFulfil_changesNothing() {
    try (Database database = open()) {
      TableSchema parent = parent(database);
      TableSchema child = child(database, parent, Action.NO_ACTION);
      inserted(database, parent, child);
      RowValidation validation =
          row -> {
            if (!Integer.valueOf(2).equals(row.apply(0))) {
              throw new VectraException(ErrorCode.CHECK_VIOLATION, "no");
            }
          };
      Check check = new Check("TWO", "id = 2", List.of(0));
      refused(
          () -> database.alterTable(child.id(), new Alteration.AddConstraint(check, validation)),
          ErrorCode.CHECK_VIOLATION);
      assertThat(tableC(database)).isEqualTo(child);
    }
  }

  private Database open() {
    return Vectra.open(storage, OpenOptions.defaults());
  }

  private static TableSchema tableC(Database database) {
    TableSchema table = database.catalog().table("C");
    assertThat(table).isNotNull();
    return table;
  }

  private static TableSchema parent(Database database) {
    return database.createTable(TableSchema.define("P", List.of(ID), List.of(0)));
  }

  private static TableSchema child(Database database, TableSchema parent, Action onDelete) {
    ForeignKey key =
        new ForeignKey(
            "C_PARENT_FKEY", List.of(1), parent.id(), List.of(0), onDelete, Action.NO_ACTION);
    return database.createTable(
        TableSchema.define("C", List.of(ID, PARENT), List.of(0), List.of(key)));
  }

  private static void inserted(Database database, TableSchema parent, TableSchema child) {
    insert(database, parent, 1);
    insert(database, child, 1, (short) 1);
  }

  private static void insert(Database database, TableSchema table, Object... row) {
    change(database, transaction -> transaction.insert(table.id(), row));
  }

  private static void delete(Database database, TableSchema table, int id) {
    change(database, transaction -> transaction.delete(table.id(), key(table, id)));
  }

  private static RowKey key(TableSchema table, int id) {
    return KeyCodec.encode(table, new Object[] {id});
  }

  private static void change(Database database, Consumer<Transaction> change) {
    try (Transaction transaction = database.begin()) {
      change.accept(transaction);
      transaction.commit();
    }
  }

  private static long count(Database database, TableSchema table) {
    try (Snapshot snapshot = database.snapshot();
        var rows = snapshot.query(Query.all(table.id()))) {
      long count = 0;
      while (rows.next()) {
        count++;
      }
      return count;
    }
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
