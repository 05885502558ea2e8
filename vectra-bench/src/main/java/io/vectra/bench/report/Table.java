package io.vectra.bench.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of results under named columns; a cell is a text, a number, a truth value or nothing. */
public final class Table {
  private final String title;
  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  Table(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  /** Adds a row: a cell for each column. */
  public void row(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "Table " + title + " has " + columns.size() + " columns, not " + cells.length + ".");
    }
    rows.add(new ArrayList<>(Arrays.asList(cells)));
  }

  /** The rows by the names of their columns. */
  List<Map<String, @Nullable Object>> asMaps() {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        map.put(columns.get(i), row.get(i));
      }
      maps.add(map);
    }
    return maps;
  }

  String title() {
    return title;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Aligned: texts to the left, everything else to the right. */
  String asText() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns);
    rows.forEach(row -> lines.add(row.stream().map(Table::text).toList()));
    int[] widths = new int[columns.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder(title).append('\n');
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        out.append(isText(i) ? line.get(i) + padding : padding + line.get(i)).append("  ");
      }
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private boolean isText(int column) {
    return rows.stream().anyMatch(row -> row.get(column) instanceof String);
  }

  private static String text(@Nullable Object cell) {
    if (cell instanceof Double number) {
      double size = Math.abs(number);
      String format = size >= 1_000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f";
      return String.format(Locale.ROOT, format, number);
    }
    return cell == null ? "-" : cell.toString();
  }
}
