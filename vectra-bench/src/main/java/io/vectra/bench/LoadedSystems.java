package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.Loading;
import io.vectra.bench.system.SearchSystem;
import io.vectra.bench.system.SystemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The systems of one run, all of them with the same rows; closed together. */
final class LoadedSystems implements AutoCloseable {
  private final List<SearchSystem> systems = new ArrayList<>();
  private final Workspace workspace;

  private LoadedSystems(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Loads one system after another; what each became goes to the report. */
  static LoadedSystems load(List<SystemKind> kinds, Dataset data, Options options, Report report)
      throws Exception {
    Table table =
        report.table("systems", "system", "version", "loadSeconds", "diskMiB", "description");
    Loading loading = options.loading();
    report.setting("state", loading.state().key());
    LoadedSystems loaded = new LoadedSystems(options.workspace());
    try {
      for (SystemKind kind : kinds) {
        Progress.say("loading " + kind.key());
        Path directory = loaded.workspace.directory(kind.key());
        long start = System.nanoTime();
        SearchSystem system = kind.load(data, directory, loading);
        double seconds = (System.nanoTime() - start) / 1e9;
        loaded.systems.add(system);
        long mebibytes = Workspace.bytes(directory) >> 20;
        table.row(kind.key(), kind.version(), seconds, mebibytes, system.describe());
      }
      return loaded;
    } catch (Exception | Error e) {
      loaded.close();
      throw e;
    }
  }

  List<SearchSystem> all() {
    return systems;
  }

  /** The systems in the order of a round: each round begins with another one. */
  List<SearchSystem> inRound(int round) {
    List<SearchSystem> order = new ArrayList<>(systems);
    Collections.rotate(order, -round);
    return order;
  }

  @Override
  public void close() throws IOException {
    try {
      for (SearchSystem system : systems) {
        system.close();
      }
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("a system could not be closed", e);
    } finally {
      workspace.close();
    }
  }
}
