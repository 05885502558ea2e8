package io.vectra.engine.catalog;

import io.vectra.engine.schema.NextValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog defines beside tables and indexes; immutable.
 *
 * @param version grows with every change of a catalog, also of its tables and indexes
 * @param schemas those beside PUBLIC
 * @param comments the texts on tables and all the rest
 */
public record Definitions(
    long version,
    List<String> schemas,
    List<SequenceSchema> sequences,
    List<ViewSchema> views,
    Map<Commented, String> comments) {
  public Definitions {
    schemas = List.copyOf(schemas);
    sequences = List.copyOf(sequences);
    views = List.copyOf(views);
    comments = Map.copyOf(comments);
  }

  /** Nothing but tables and indexes. */
  public static Definitions none(long version) {
    return new Definitions(version, List.of(), List.of(), List.of(), Map.of());
  }

  /** The same definitions in another version of the catalog. */
  public Definitions withVersion(long newVersion) {
    return new Definitions(newVersion, schemas, sequences, views, comments);
  }

  /** Whether there is the sequence that a default takes values of. */
  public boolean has(NextValue value) {
    return sequence(new QualifiedName(value.schema(), value.sequence())) != null;
  }

  /** The sequence of that exact name, or null. */
  public @Nullable SequenceSchema sequence(QualifiedName name) {
    for (SequenceSchema sequence : sequences) {
      if (sequence.name().equals(name)) {
        return sequence;
      }
    }
    return null;
  }

  /** The view of that exact name, or null. */
  public @Nullable ViewSchema view(QualifiedName name) {
    for (ViewSchema view : views) {
      if (view.name().equals(name)) {
        return view;
      }
    }
    return null;
  }

  /** The comment on something, or null. */
  public @Nullable String comment(Commented target) {
    return comments.get(target);
  }

  /** Whether a schema is there. */
  public boolean hasSchema(String name) {
    return name.equals(QualifiedName.PUBLIC) || schemas.contains(name);
  }

  /** With one more schema. */
  public Definitions withSchema(String name) {
    List<String> changed = new ArrayList<>(schemas);
    changed.add(name);
    return new Definitions(version, changed, sequences, views, comments);
  }

  /** Without a schema, its views and sequences, and their comments. */
  public Definitions withoutSchema(String name) {
    Definitions left =
        new Definitions(version, without(schemas, name::equals), sequences, views, comments);
    for (SequenceSchema sequence : sequences) {
      left = sequence.name().schema().equals(name) ? left.withoutSequence(sequence.name()) : left;
    }
    for (ViewSchema view : views) {
      left = view.name().schema().equals(name) ? left.withoutView(view.name()) : left;
    }
    return left.with(Commented.schema(name), null);
  }

  /** With a sequence, in the place of the one of the same name if there is one. */
  public Definitions with(SequenceSchema sequence) {
    return withSequences(with(sequences, sequence, other -> other.name().equals(sequence.name())));
  }

  /** With a view, in the place of the one of the same name if there is one. */
  public Definitions with(ViewSchema view) {
    return withViews(with(views, view, other -> other.name().equals(view.name())));
  }

  /** With a comment in the place of the one that is there; null for none. */
  public Definitions with(Commented target, @Nullable String comment) {
    Map<Commented, String> changed = new HashMap<>(comments);
    if (comment == null) {
      changed.remove(target);
    } else {
      changed.put(target, comment);
    }
    return new Definitions(version, schemas, sequences, views, changed);
  }

  /** Without the sequence of that name and its comment. */
  public Definitions withoutSequence(QualifiedName name) {
    return withSequences(without(sequences, sequence -> sequence.name().equals(name)))
        .with(Commented.sequence(name), null);
  }

  /** Without the view of that name and its comment. */
  public Definitions withoutView(QualifiedName name) {
    return withViews(without(views, view -> view.name().equals(name)))
        .with(Commented.view(name), null);
  }

  /** Without the comments on what is not there any more. */
  public Definitions keepingComments(Predicate<Commented> isThere) {
    Map<Commented, String> kept = new HashMap<>(comments);
    kept.keySet().removeIf(isThere.negate());
    return new Definitions(version, schemas, sequences, views, kept);
  }

  /** With sequences that no value comes from again that lost reservations may have taken. */
  public Definitions skipping(long reservations) {
    return withSequences(
        sequences.stream().map(sequence -> sequence.skipping(reservations)).toList());
  }

  private Definitions withSequences(List<SequenceSchema> changed) {
    return new Definitions(version, schemas, changed, views, comments);
  }

  private Definitions withViews(List<ViewSchema> changed) {
    return new Definitions(version, schemas, sequences, changed, comments);
  }

  private static <T> List<T> with(List<T> all, T added, Predicate<T> replaced) {
    List<T> changed = new ArrayList<>(without(all, replaced));
    changed.add(added);
    return changed;
  }

  private static <T> List<T> without(List<T> all, Predicate<T> gone) {
    return all.stream().filter(gone.negate()).toList();
  }
}
