package io.vectra.bench.system;

import io.vectra.bench.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** The systems that can be measured. */
public enum SystemKind {
  VECTRA,
  LUCENE,
  JVECTOR,
  HNSWLIB;

  /** How a system is called in options and tables. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The system of that name.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static SystemKind of(String key) {
    for (SystemKind kind : values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    List<SystemKind> known = Arrays.asList(values());
    throw new IllegalArgumentException(
        "System '"
            + key
            + "' is not known; known ones are "
            + known.stream().map(SystemKind::key).collect(Collectors.joining(", "))
            + ".");
  }

  /** The version that is on the class path. */
  public String version() {
    Properties versions = new Properties();
    try (InputStream in =
        SystemKind.class.getResourceAsStream("/io/vectra/bench/versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(key());
  }

  /**
   * Loads all rows of a data set.
   *
   * @param directory empty; where files go, if there are any
   */
  public SearchSystem load(Dataset data, Path directory, Loading loading) throws Exception {
    return switch (this) {
      case VECTRA -> VectraSystem.load(data, directory, loading);
      case LUCENE -> LuceneSystem.load(data, directory, loading);
      case JVECTOR -> JVectorSystem.load(data);
      case HNSWLIB -> HnswlibSystem.load(data);
    };
  }
}
