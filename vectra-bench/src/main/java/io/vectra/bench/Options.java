package io.vectra.bench;

import io.vectra.bench.data.Clusters;
import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.WordNetFiles;
import io.vectra.bench.report.Report;
import io.vectra.bench.system.Loading;
import io.vectra.bench.system.SystemKind;
import io.vectra.engine.schema.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of a command line, {@code --name value} each, all of them known. */
final class Options {
  private static final Map<String, String> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("data", "directory with real embeddings; without it, data is generated");
    KNOWN.put("rows", "rows to load (100000; open, cancel: 1000000; insert: 40000 a turn)");
    KNOWN.put("queries", "queries, at most 1000 of a directory (1000)");
    KNOWN.put("dims", "dimensions of generated vectors (128; insert: 384)");
    KNOWN.put("metric", "cosine, euclidean or dot (cosine; generated: euclidean)");
    KNOWN.put("seed", "of everything random (1)");
    KNOWN.put("systems", "vectra,lucene,jvector,hnswlib or some of them");
    KNOWN.put("ef", "numbers of candidates, ascending");
    KNOWN.put("shares", "filtered: percents of the rows (50,10,1,0.1,0.01)");
    KNOWN.put("sizes", "growth: numbers of rows, ascending (10000,100000,1000000)");
    KNOWN.put("plot", "growth: file that takes a plot as SVG");
    KNOWN.put("threads", "search: numbers of threads (1,2)");
    KNOWN.put("commits", "insert: single rows that a turn commits (3000)");
    KNOWN.put("cases", "insert: sync,batch,single,threads or some of them");
    KNOWN.put(
        "rounds",
        "interleaved rounds, medians over them (5; build: 1; background: 3; jdbc: 20; insert: 7)");
    KNOWN.put("seconds", "background: seconds of each turn (8)");
    KNOWN.put("warmup", "seconds of searching before measuring, each system (3)");
    KNOWN.put("state", "compacted, one-graph (built last) or as-loaded (compacted)");
    KNOWN.put("variants", "build: indexed,index-last or one of them");
    KNOWN.put("memtable-mib", "Vectra's memtable (64)");
    KNOWN.put("directory", "where databases are written, and removed again (temporary files)");
    KNOWN.put("keep", "open: directory of the database, kept, and used again when it is there");
    KNOWN.put("json", "file that takes the results as JSON");
  }

  private final Map<String, String> values = new TreeMap<>();

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException for an unknown option or a missing value
   */
  Options(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.startsWith("--") || !KNOWN.containsKey(name.substring(2))) {
        throw new IllegalArgumentException("Option '" + name + "' is not known.\n" + help());
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException("Option '" + name + "' has no value.");
      }
      values.put(name.substring(2), arguments.get(i + 1));
    }
  }

  static String help() {
    StringBuilder text = new StringBuilder("Options:\n");
    KNOWN.forEach((name, what) -> text.append("  --%-13s %s%n".formatted(name, what)));
    return text.toString();
  }

  private String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  private <T> T parse(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Option --" + name + " has the value '" + text + "', which is no number.", e);
    }
  }

  private <T> List<T> list(String name, String otherwise, Function<String, T> parser) {
    return Arrays.stream(text(name, otherwise).split(",", -1))
        .map(part -> parse(name, part, parser))
        .toList();
  }

  int positive(String name, int otherwise) {
    int value = parse(name, text(name, String.valueOf(otherwise)), Integer::parseInt);
    if (value < 1) {
      throw new IllegalArgumentException("Option --" + name + " = " + value + " is not positive.");
    }
    return value;
  }

  long seed() {
    return parse("seed", text("seed", "1"), Long::parseLong);
  }

  double warmUpSeconds() {
    return parse("warmup", text("warmup", "3"), Double::parseDouble);
  }

  List<Integer> integers(String name, String otherwise) {
    return list(name, otherwise, Integer::parseInt);
  }

  List<Double> percents() {
    return list("shares", "50,10,1,0.1,0.01", Double::parseDouble);
  }

  List<String> texts(String name, String otherwise) {
    return list(name, otherwise, part -> part);
  }

  List<SystemKind> systems(String otherwise) {
    return list("systems", otherwise, SystemKind::of);
  }

  Loading loading() {
    return new Loading(
        Loading.State.of(text("state", Loading.State.COMPACTED.key())), memtableBytes());
  }

  long memtableBytes() {
    return (long) positive("memtable-mib", 64) << 20;
  }

  Metric metric(Metric otherwise) {
    String name = text("metric", otherwise.name()).toUpperCase(Locale.ROOT);
    return switch (name) {
      case "COSINE" -> Metric.COSINE;
      case "EUCLIDEAN" -> Metric.EUCLIDEAN;
      case "DOT" -> Metric.DOT;
      default ->
          throw new IllegalArgumentException(
              "Metric '" + name + "' is not measured: take cosine, euclidean or dot.");
    };
  }

  @Nullable Path path(String name) {
    String path = values.get(name);
    return path == null ? null : Path.of(path).toAbsolutePath();
  }

  /** The generator of data without a directory. */
  Clusters clusters() {
    return new Clusters(positive("dims", 128), metric(Metric.EUCLIDEAN), seed());
  }

  /** The data set that the options name; its description goes to the report. */
  Dataset dataset(Report report, int rows) throws IOException {
    int wanted = positive("rows", rows);
    int queries = positive("queries", 1_000);
    Path directory = path("data");
    Progress.say("preparing data");
    Dataset data =
        directory == null
            ? clusters().dataset(wanted, queries)
            : WordNetFiles.read(directory, wanted, queries, metric(Metric.COSINE), seed());
    report.setting("data", data.name());
    report.setting("rows", data.rows());
    report.setting("dimensions", data.dimensions());
    report.setting("metric", data.metric().name());
    report.setting("queries", data.queries());
    report.setting("seed", seed());
    return data;
  }

  /** A new directory for databases. */
  Workspace workspace() throws IOException {
    Path parent = path("directory");
    return new Workspace(
        parent == null
            ? Files.createTempDirectory("vectra-bench-")
            : Files.createTempDirectory(Files.createDirectories(parent), "vectra-bench-"));
  }
}
