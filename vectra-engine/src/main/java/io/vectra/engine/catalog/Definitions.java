package io.vectra.engine.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog defines beside tables and indexes; immutable.
 *
 * @param version grows with every change of a catalog, also of its tables and indexes
 */
public record Definitions(long version, List<SequenceSchema> sequences, List<ViewSchema> views) {
  public Definitions {
    sequences = List.copyOf(sequences);
    views = List.copyOf(views);
  }

  /** Nothing but tables and indexes. */
  public static Definitions none(long version) {
    return new Definitions(version, List.of(), List.of());
  }

  /** The same definitions in another version of the catalog. */
  public Definitions withVersion(long newVersion) {
    return new Definitions(newVersion, sequences, views);
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

  /** With a sequence, in the place of the one of the same name if there is one. */
  public Definitions with(SequenceSchema sequence) {
    return new Definitions(
        version, with(sequences, sequence, other -> other.name().equals(sequence.name())), views);
  }

  /** With a view, in the place of the one of the same name if there is one. */
  public Definitions with(ViewSchema view) {
    return new Definitions(
        version, sequences, with(views, view, other -> other.name().equals(view.name())));
  }

  /** Without the sequence of that name. */
  public Definitions withoutSequence(QualifiedName name) {
    return new Definitions(
        version, without(sequences, sequence -> sequence.name().equals(name)), views);
  }

  /** Without the view of that name. */
  public Definitions withoutView(QualifiedName name) {
    return new Definitions(version, sequences, without(views, view -> view.name().equals(name)));
  }

  /** With sequences that no value comes from again that lost reservations may have taken. */
  public Definitions skipping(long reservations) {
    return new Definitions(
        version,
        sequences.stream().map(sequence -> sequence.skipping(reservations)).toList(),
        views);
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
