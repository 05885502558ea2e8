package io.vectra.engine.compaction;

import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.ReusedGraph;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.SegmentRows;
import io.vectra.engine.segment.SegmentWriter;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.FileNames;
import io.vectra.engine.table.SegmentGraph;
import io.vectra.engine.table.SegmentIndex;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Merges segments of similar size into one, and rewrites a segment of which much is dead, so that
 * few segments have to be searched and dead rows go. Deletions that happen meanwhile are carried to
 * the output. It comes with its graphs, so that no search has to do without; each goes on from the
 * largest of those that it replaces.
 */
public final class Merge {
  /** Segments of one size tier that are merged together. */
  private static final int TIER_WIDTH = 4;

  /** A tier holds segments of sizes up to this factor apart. */
  private static final int TIER_FACTOR = 4;

  /** Dead rows in percent of all from which a segment is rewritten. */
  private static final int DEAD_PERCENT = 30;

  private final Store store;
  private final Publisher publisher;
  private final IndexFiles files;
  private final BooleanSupplier canceled;

  /**
   * Merges what a publisher has published.
   *
   * @param canceled asked now and then; a merge that is canceled publishes nothing
   */
  public Merge(Store store, Publisher publisher, IndexFiles files, BooleanSupplier canceled) {
    this.store = store;
    this.publisher = publisher;
    this.files = files;
    this.canceled = canceled;
  }

  /** Merges until no table has anything worth merging; returns whether anything was merged. */
  public boolean run() {
    boolean merged = false;
    while (!canceled.getAsBoolean() && mergeFirst(Merge::choose)) {
      merged = true;
    }
    return merged;
  }

  /** Merges all segments of a table into one, unless it is one without dead rows. */
  public void compact(int tableId) {
    mergeFirst(
        (table, lsn) ->
            table.schema().id() == tableId && isWorthwhile(table.segments())
                ? table.segments()
                : List.of());
  }

  private static boolean isWorthwhile(List<TableSegment> segments) {
    return segments.size() > 1
        || segments.stream().anyMatch(part -> part.segment().tombstones().count() > 0);
  }

  /** Merges the segments of the first table of which any are chosen, seen as of the lsn. */
  private boolean mergeFirst(BiFunction<TableState, Long, List<TableSegment>> choice) {
    ReadPoint point = publisher.givenInTurn(this::published);
    try {
      for (TableState table : point.state().tables().values()) {
        List<TableSegment> inputs = choice.apply(table, point.lsn());
        if (!inputs.isEmpty() && isPublished(table)) {
          merge(table, inputs, point.lsn());
          return true;
        }
      }
      return false;
    } finally {
      point.release();
    }
  }

  /**
   * The state at the lsn of the manifest. Not at what is visible by now: of that, the log may still
   * lose what was not synced, and then the versions that it deletes or replaces are alive.
   */
  private ReadPoint published() {
    ReadPoint now = store.readPoint();
    return now.at(publisher.current().lsn());
  }

  /** Whether the manifest knows the version of the table that a merge would write. */
  private boolean isPublished(TableState table) {
    return publisher.current().tables().stream()
        .anyMatch(
            entry ->
                entry.schema().id() == table.schema().id()
                    && entry.schema().version() == table.schema().version());
  }

  private static List<TableSegment> choose(TableState table, long lsn) {
    for (TableSegment part : table.segments()) {
      Segment segment = part.segment();
      if (segment.tombstones().count() * 100L >= (long) segment.size() * DEAD_PERCENT
          && segment.tombstones().countAt(lsn) * 100L >= (long) segment.size() * DEAD_PERCENT) {
        return List.of(part);
      }
    }
    Map<Integer, List<TableSegment>> tiers = new TreeMap<>();
    for (TableSegment part : table.segments()) {
      List<TableSegment> tier =
          tiers.computeIfAbsent(tier(part.segment().size()), any -> new ArrayList<>());
      tier.add(part);
      if (tier.size() == TIER_WIDTH) {
        return tier;
      }
    }
    return List.of();
  }

  private static int tier(int rows) {
    int tier = 0;
    for (long bound = 1_000; bound < rows; bound *= TIER_FACTOR) {
      tier++;
    }
    return tier;
  }

  private void merge(TableState table, List<TableSegment> inputs, long lsn) {
    MergedRows rows = MergedRows.of(inputs, lsn);
    TableSegment output = rows.size() == 0 ? null : writeWithIndexes(table, inputs, rows);
    try {
      if (!canceled.getAsBoolean()) { // else its graphs are missing, which its inputs have
        replace(table, inputs, output, rows, lsn);
      }
    } finally {
      if (output != null) {
        output.release();
      }
    }
    publisher.deleteUnnamedFiles();
  }

  private void replace(
      TableState table,
      List<TableSegment> inputs,
      @Nullable TableSegment output,
      MergedRows rows,
      long lsn) {
    int tableId = table.schema().id();
    inputs.forEach(input -> requireWhole(input.segment().entry()));
    Replacement replacement = new Replacement(numbers(inputs), numbers(table.segments()));
    publisher.inTurn(
        () -> {
          TableSegment whole = output == null ? null : withTombstones(tableId, output, rows, lsn);
          store.publish(current -> publish(current, tableId, replacement, whole, rows, lsn));
        });
    publisher
        .events()
        .report(
            Level.DEBUG,
            EventKind.MERGED,
            table.schema().name(),
            "Merged " + inputs.size() + " segments into one of " + rows.size() + " rows");
  }

  /**
   * The output with the tombstones that its inputs got from flushes since they were read: no log
   * holds these any more.
   */
  private TableSegment withTombstones(
      int tableId, TableSegment output, MergedRows rows, long readLsn) {
    Manifest manifest = publisher.current();
    if (manifest.lsn() == readLsn) {
      return output;
    }
    Segment segment = output.segment();
    rows.carryTombstones(segment);
    int count = segment.tombstones().countAt(manifest.lsn());
    if (count == 0) {
      return output;
    }
    String name =
        publisher.unused(
            FileNames.tombstones(tableId, segment.number(), manifest.generation() + 1));
    FileEntry file =
        TombstoneFile.write(
            publisher.storage(),
            publisher.databaseId(),
            name,
            segment.tombstones(),
            manifest.lsn());
    publisher.storage().syncDirectory(FileNames.directory(tableId));
    return output.withTombstones(file, count);
  }

  /**
   * What lies behind the end of a file that another program has cut short reads as zeros up to the
   * end of the page: no fault tells of it, and rows of zeros must not become the only ones.
   */
  private void requireWhole(FileEntry source) {
    long length = publisher.storage().length(source.name());
    if (length != source.length()) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          source.name()
              + " has "
              + length
              + " bytes, "
              + source.length()
              + " were published: it was cut short or replaced while it was open. Nothing is merged"
              + " from it; close the database, then restore a backup or run vectra repair.");
    }
  }

  private TableSegment write(TableState table, MergedRows rows) {
    int tableId = table.schema().id();
    long number = publisher.takeSegmentNumber();
    String name = publisher.unused(FileNames.segment(tableId, number));
    FileEntry entry =
        SegmentWriter.write(
            publisher.storage(), publisher.databaseId(), name, table.schema(), rows);
    publisher.storage().syncDirectory(FileNames.directory(tableId));
    Segment segment = Segment.open(publisher.storage(), number, entry, table.schema());
    return new TableSegment(segment, null, 0, List.of());
  }

  /** Writes rows as a segment, with the files of its indexes that are not canceled. */
  private TableSegment writeWithIndexes(
      TableState table, List<TableSegment> inputs, MergedRows rows) {
    TableSegment output = write(table, rows);
    try {
      for (IndexSchema index : table.indexes()) {
        if (IndexFiles.isWanted(index, rows.size())) {
          ReusedGraph reused = largestGraph(index, inputs, rows);
          SegmentIndex built = files.build(table.schema(), index, output.segment(), reused);
          output = built == null ? output : output.withIndex(built);
        }
      }
      return output;
    } catch (RuntimeException | Error e) {
      output.release();
      throw e;
    }
  }

  /**
   * Of the graphs of segments without dead rows the one over most rows, or null. One with holes is
   * built anew: after churn, graphs that went on from such had less recall.
   */
  private static @Nullable ReusedGraph largestGraph(
      IndexSchema index, List<TableSegment> inputs, MergedRows rows) {
    SegmentGraph largest = null;
    int from = -1;
    for (int source = 0; source < inputs.size(); source++) {
      Segment segment = inputs.get(source).segment();
      SegmentGraph graph = inputs.get(source).graph(index.id());
      if (graph != null
          && segment.tombstones().count() == 0
          && (largest == null || segment.size() > inputs.get(from).segment().size())) {
        largest = graph;
        from = source;
      }
    }
    return largest == null ? null : new ReusedGraph(largest.graph(), rows.ordinalsOf(from));
  }

  private static Set<Long> numbers(List<TableSegment> segments) {
    return segments.stream()
        .map(segment -> segment.segment().number())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What a merge does to the segments of a table, of which the later ones have the newer rows: its
   * output comes after those that were there when it began, and before those that came since.
   *
   * @param gone numbers of its inputs
   * @param known numbers of all segments when it began
   */
  private record Replacement(Set<Long> gone, Set<Long> known) {

    <T> List<T> in(List<T> segments, ToLongFunction<T> number, @Nullable T output) {
      List<T> kept = new ArrayList<>(segments);
      kept.removeIf(segment -> gone.contains(number.applyAsLong(segment)));
      if (output != null) {
        int before = 0;
        while (before < kept.size() && known.contains(number.applyAsLong(kept.get(before)))) {
          before++;
        }
        kept.add(before, output);
      }
      return kept;
    }
  }

  private static TableEntry replaced(
      TableEntry table, Replacement replacement, @Nullable TableSegment output) {
    return new TableEntry(
        table.schema(),
        table.indexes(),
        table.nextRowId(),
        table.identities(),
        replacement.in(
            table.segments(),
            SegmentEntry::number,
            output == null ? null : Publisher.entry(output)));
  }

  private @Nullable DatabaseState publish(
      DatabaseState current,
      int tableId,
      Replacement replacement,
      @Nullable TableSegment output,
      MergedRows rows,
      long lsn) {
    TableState table = current.table(tableId);
    if (table == null || !holds(table, replacement.gone())) {
      return null;
    }
    Manifest manifest = publisher.changed(tableId, entry -> replaced(entry, replacement, output));
    publisher.publish(manifest);
    store.published(manifest.generation(), manifest.lsn());
    TableSegment added = null;
    if (output != null) {
      rows.carryTombstones(output.segment());
      added = IndexFiles.withoutDropped(output, table).under(table.schema());
    }
    List<TableSegment> segments =
        replacement.in(table.segments(), segment -> segment.segment().number(), added);
    Map<Integer, TableState> tables = new TreeMap<>(current.tables());
    tables.put(tableId, table.withSegments(segments));
    return new DatabaseState(current.definitions(), Math.max(current.oldestLsn(), lsn), tables);
  }

  private static boolean holds(TableState table, Set<Long> numbers) {
    return table.segments().stream()
            .filter(segment -> numbers.contains(segment.segment().number()))
            .count()
        == numbers.size();
  }

  /** The rows of several segments that live at an lsn, by key. */
  private record MergedRows(List<Segment> segments, int[] sources, int[] ordinals)
      implements SegmentRows {

    static MergedRows of(List<TableSegment> inputs, long lsn) {
      List<Segment> segments = inputs.stream().map(TableSegment::segment).toList();
      PriorityQueue<Position> heads = new PriorityQueue<>(Comparator.comparing(Position::key));
      long total = 0;
      for (int source = 0; source < segments.size(); source++) {
        total += segments.get(source).size();
        addNext(heads, segments, source, -1, lsn);
      }
      int[] sources = new int[Math.toIntExact(total)];
      int[] ordinals = new int[sources.length];
      int count = 0;
      while (!heads.isEmpty()) {
        Position head = heads.remove();
        sources[count] = head.source();
        ordinals[count++] = head.ordinal();
        addNext(heads, segments, head.source(), head.ordinal(), lsn);
      }
      return new MergedRows(
          segments, Arrays.copyOf(sources, count), Arrays.copyOf(ordinals, count));
    }

    private static void addNext(
        PriorityQueue<Position> heads, List<Segment> segments, int source, int after, long lsn) {
      Segment segment = segments.get(source);
      for (int ordinal = after + 1; ordinal < segment.size(); ordinal++) {
        if (segment.visibleAt(ordinal, lsn)) {
          heads.add(new Position(segment.key(ordinal), source, ordinal));
          return;
        }
      }
    }

    /** For each row of a source, all of which are here, its ordinal. */
    int[] ordinalsOf(int source) {
      int[] merged = new int[segments.get(source).size()];
      for (int i = 0; i < sources.length; i++) {
        if (sources[i] == source) {
          merged[ordinals[i]] = i;
        }
      }
      return merged;
    }

    void carryTombstones(Segment output) {
      for (int i = 0; i < sources.length; i++) {
        long lsn = segments.get(sources[i]).tombstones().lsn(ordinals[i]);
        if (lsn != 0) {
          output.tombstones().add(i, lsn);
        }
      }
    }

    @Override
    public int size() {
      return sources.length;
    }

    @Override
    public RowKey key(int ordinal) {
      return segments.get(sources[ordinal]).key(ordinals[ordinal]);
    }

    @Override
    public long lsn(int ordinal) {
      return segments.get(sources[ordinal]).lsn(ordinals[ordinal]);
    }

    @Override
    public @Nullable Object value(int ordinal, int column) {
      return segments.get(sources[ordinal]).value(ordinals[ordinal], column);
    }
  }

  /** A row of a segment by its key. */
  private record Position(RowKey key, int source, int ordinal) {}
}
