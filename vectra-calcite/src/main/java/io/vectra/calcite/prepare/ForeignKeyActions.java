package io.vectra.calcite.prepare;

import io.vectra.calcite.system.DefaultTexts;
import io.vectra.engine.constraint.Reference;
import io.vectra.engine.constraint.Rows;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Constraint.Action;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the foreign keys ask of one statement at its end: referential actions, in rounds, until none
 * is left; then that every row has its parent. A round reads all rows that follow the keys which
 * the round before took away, and changes them together, so that rows may swap their keys.
 */
final class ForeignKeyActions implements Rows {
  /** Rounds of one statement: a chain of rows may be as long, a circle has no end. */
  private static final int MOST_ROUNDS = 100_000;

  private final StatementWrites writes;
  private final Runnable poll;

  /** Keys that went, or got another value, in this round; with that value, or null. */
  private Map<Reference, Map<List<Object>, Departure>> departed = new HashMap<>();

  /** Keys that must have a parent, if a row has them, when the statement ends. */
  private final Map<Reference, Set<List<Object>>> written = new HashMap<>();

  /** Keys that no row may have when the statement ends, if no parent offers them. */
  private final Map<Reference, Set<List<Object>>> removed = new HashMap<>();

  /**
   * How a key went.
   *
   * @param to the parent's row now; null where it was deleted
   */
  private record Departure(@Nullable Object @Nullable [] to) {}

  /** A row that follows, as it was and as it is to be; null where it goes. */
  private record Effect(
      TableSchema table, @Nullable Object[] before, @Nullable Object @Nullable [] after) {}

  private record Place(int tableId, RowKey key) {}

  ForeignKeyActions(StatementWrites writes, Runnable poll) {
    this.writes = writes;
    this.poll = poll;
  }

  /** A row of a table came. */
  void inserted(List<Reference> references, TableSchema table, @Nullable Object[] row) {
    for (Reference reference : references) {
      if (reference.child().id() == table.id()) {
        wrote(reference, reference.childKey(position -> row[position]));
      }
    }
  }

  /** A row of a table got other values. */
  void updated(
      List<Reference> references,
      TableSchema table,
      @Nullable Object[] before,
      @Nullable Object[] after) {
    for (Reference reference : references) {
      if (reference.child().id() == table.id()) {
        List<Object> key = reference.childKey(position -> after[position]);
        if (key != null && !key.equals(reference.childKey(position -> before[position]))) {
          wrote(reference, key);
        }
      }
      if (reference.parent().id() == table.id()) {
        List<Object> key = reference.parentKey(position -> before[position]);
        if (key != null && !key.equals(reference.parentKey(position -> after[position]))) {
          left(reference, key, new Departure(after));
        }
      }
    }
  }

  /** A row of a table went. */
  void deleted(List<Reference> references, TableSchema table, @Nullable Object[] before) {
    for (Reference reference : references) {
      if (reference.parent().id() == table.id()) {
        List<Object> key = reference.parentKey(position -> before[position]);
        if (key != null) {
          left(reference, key, new Departure(null));
        }
      }
    }
  }

  private void wrote(Reference reference, @Nullable List<Object> key) {
    if (key != null) {
      written.computeIfAbsent(reference, any -> new HashSet<>()).add(key);
    }
  }

  private void left(Reference reference, List<Object> key, Departure departure) {
    departed.computeIfAbsent(reference, any -> new HashMap<>()).put(key, departure);
    removed.computeIfAbsent(reference, any -> new HashSet<>()).add(key);
  }

  /** Carries out the actions, and checks what is left. */
  void finish() {
    for (int round = 1; !departed.isEmpty(); round++) {
      if (round > MOST_ROUNDS) {
        throw new VectraException(
            ErrorCode.LIMIT_EXCEEDED,
            "The referential actions of the statement have not ended after "
                + MOST_ROUNDS
                + " steps from row to row. Nothing was written.");
      }
      poll.run();
      Map<Place, Effect> effects = effects();
      departed = new HashMap<>();
      effects.forEach(this::apply);
      writes.insertMoved();
    }
    written.forEach(this::requireParents);
    removed.forEach(this::requireNoChildren);
  }

  private Map<Place, Effect> effects() {
    Map<Place, Effect> effects = new LinkedHashMap<>();
    departed.forEach(
        (reference, keys) -> {
          requireUnrestricted(reference, keys);
          Map<List<Object>, Departure> followed = new HashMap<>(keys);
          followed.values().removeIf(departure -> !isFollowed(reference, departure));
          reference.forEachChild(
              followed.keySet(),
              this,
              (row, key) -> follow(effects, reference, row, followed.get(key)));
        });
    return effects;
  }

  private static Action action(Reference reference, Departure departure) {
    return departure.to() == null ? reference.key().onDelete() : reference.key().onUpdate();
  }

  private static boolean isFollowed(Reference reference, Departure departure) {
    Action action = action(reference, departure);
    return action != Action.NO_ACTION && action != Action.RESTRICT;
  }

  private void requireUnrestricted(Reference reference, Map<List<Object>, Departure> keys) {
    Set<List<Object>> restricted = new HashSet<>();
    keys.forEach(
        (key, departure) -> {
          if (action(reference, departure) == Action.RESTRICT) {
            restricted.add(key);
          }
        });
    List<Object> referenced = reference.anyWithChild(restricted, this);
    if (referenced != null) {
      throw reference.stillReferenced(referenced);
    }
  }

  private void follow(
      Map<Place, Effect> effects,
      Reference reference,
      RowCursor row,
      @Nullable Departure departure) {
    if (departure == null) {
      throw new IllegalStateException("a row follows a key that has not gone");
    }
    Place place = new Place(reference.child().id(), row.key());
    Effect known = effects.get(place);
    @Nullable Object[] before =
        known == null ? StatementWrites.row(reference.child(), row) : known.before();
    @Nullable Object[] basis = known == null ? before : known.after();
    if (basis == null) {
      return; // it goes already
    }
    effects.put(
        place, new Effect(reference.child(), before, followed(reference, basis, departure)));
  }

  private static @Nullable Object @Nullable [] followed(
      Reference reference, @Nullable Object[] row, Departure departure) {
    Action action = action(reference, departure);
    @Nullable Object[] to = departure.to();
    if (action == Action.CASCADE && to == null) {
      return null;
    }
    List<Object> key = to == null ? null : reference.parentKey(position -> to[position]);
    @Nullable Object[] changed = Arrays.copyOf(row, row.length);
    for (int part = 0; part < reference.columnCount(); part++) {
      int position = reference.childPosition(part);
      changed[position] =
          switch (action) {
            case CASCADE -> key == null ? null : reference.childValue(key, part);
            case SET_DEFAULT -> constantDefault(reference.child(), position);
            default -> null;
          };
    }
    return changed;
  }

  private static @Nullable Object constantDefault(TableSchema table, int position) {
    Column column = table.column(position);
    if (column.defaultValue() instanceof NextValue
        || column.defaultValue() instanceof DefaultExpression) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "SET DEFAULT cannot give "
              + table.name()
              + "."
              + column.name()
              + " its default, which is "
              + DefaultTexts.of(column.defaultValue())
              + " and no constant. Nothing was written.");
    }
    return column.defaultValue();
  }

  private void apply(Place place, Effect effect) {
    poll.run();
    @Nullable Object[] after = effect.after();
    if (after == null) {
      writes.delete(place.tableId(), place.key());
    } else {
      writes.update(place.tableId(), place.key(), after);
    }
  }

  private void requireParents(Reference reference, Set<List<Object>> keys) {
    List<Object> orphaned = reference.anyWithChild(reference.withoutParent(keys, this), this);
    if (orphaned != null) {
      throw reference.missingParent(orphaned);
    }
  }

  private void requireNoChildren(Reference reference, Set<List<Object>> keys) {
    List<Object> referenced = reference.anyWithChild(reference.withoutParent(keys, this), this);
    if (referenced != null) {
      throw reference.stillReferenced(referenced);
    }
  }

  @Override
  public RowCursor query(Query query) {
    return writes.query(query, poll);
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    return writes.lookup(tableId, keys);
  }
}
