package io.vectra.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a benchmark found: how it was run, and tables. */
public final class Report {
  private final Map<String, @Nullable Object> settings = new LinkedHashMap<>();
  private final List<Table> tables = new ArrayList<>();

  /** Begins a report with what the machine and this JVM are. */
  public Report(String benchmark) {
    settings.put("benchmark", benchmark);
    settings.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    settings.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    settings.put("processors", Runtime.getRuntime().availableProcessors());
    settings.put("heapMiB", Runtime.getRuntime().maxMemory() >> 20);
    settings.put("vectorModule", ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
    settings.put("loadAtStart", load());
  }

  /** What others did on this machine in the last minute: above 1, times mean little. */
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Notes how the benchmark was run. */
  public void setting(String name, @Nullable Object value) {
    settings.put(name, value);
  }

  /** Begins a table. */
  public Table table(String title, String... columns) {
    Table table = new Table(title, columns);
    tables.add(table);
    return table;
  }

  /** Prints everything, and writes it as JSON too where a file is given. */
  public void finish(PrintStream out, @Nullable Path json) throws IOException {
    settings.put("loadAtEnd", load());
    settings.forEach((name, value) -> out.println(name + ": " + value));
    for (Table table : tables) {
      if (table.isEmpty()) {
        continue;
      }
      out.println();
      out.print(table.asText());
    }
    out.flush();
    if (json != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("settings", settings);
      Map<String, Object> results = new LinkedHashMap<>();
      tables.forEach(table -> results.put(table.title(), table.asMaps()));
      all.put("results", results);
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(json.toFile(), all);
    }
  }
}
