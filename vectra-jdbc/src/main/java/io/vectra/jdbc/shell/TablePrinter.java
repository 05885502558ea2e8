package io.vectra.jdbc.shell;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Prints results as tables with aligned columns; long texts and vectors are shortened. */
final class TablePrinter {
  private static final int WIDEST = 60;
  private static final int SHOWN_COMPONENTS = 3;

  private TablePrinter() {}

  static void print(ResultSet result, PrintStream out) throws SQLException {
    ResultSetMetaData metaData = result.getMetaData();
    int columns = metaData.getColumnCount();
    List<String[]> rows = new ArrayList<>();
    String[] header = new String[columns];
    boolean[] number = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      header[i] = metaData.getColumnLabel(i + 1);
      number[i] = isNumber(metaData.getColumnType(i + 1));
    }
    boolean plan = columns == 1 && header[0].equals("PLAN");
    while (result.next()) {
      String[] row = new String[columns];
      for (int i = 0; i < columns; i++) {
        row[i] = plan ? result.getString(1) : text(result.getObject(i + 1));
      }
      rows.add(row);
    }
    int[] widths = widths(header, rows);
    line(out, header, widths, new boolean[columns]);
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      rule.append(i == 0 ? "-" : "+-").append("-".repeat(widths[i] + 1));
    }
    out.println(rule);
    rows.forEach(row -> line(out, row, widths, number));
    out.println("(" + rows.size() + (rows.size() == 1 ? " row)" : " rows)"));
  }

  private static boolean isNumber(int type) {
    return switch (type) {
      case java.sql.Types.SMALLINT,
          java.sql.Types.INTEGER,
          java.sql.Types.BIGINT,
          java.sql.Types.REAL,
          java.sql.Types.DOUBLE,
          java.sql.Types.DECIMAL ->
          true;
      default -> false;
    };
  }

  private static int[] widths(String[] header, List<String[]> rows) {
    int[] widths = new int[header.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = header[i].length();
      for (String[] row : rows) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return widths;
  }

  private static void line(PrintStream out, String[] cells, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String gap = " ".repeat(widths[i] - cells[i].length());
      line.append(i == 0 ? " " : " | ").append(right[i] ? gap + cells[i] : cells[i] + gap);
    }
    out.println(line.toString().stripTrailing());
  }

  private static String text(Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof float[] vector) {
      return vector(vector);
    }
    if (value instanceof byte[] bytes) {
      return shortened("x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, WIDEST)));
    }
    return shortened(value.toString().replace('\n', ' '));
  }

  private static String shortened(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 3) + "...";
  }

  /** The first components, how many there are, and the norm. */
  private static String vector(float[] vector) {
    StringBuilder text = new StringBuilder("[");
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      squares += (double) vector[i] * vector[i];
      if (i < SHOWN_COMPONENTS) {
        text.append(i == 0 ? "" : ", ").append(vector[i]);
      }
    }
    if (vector.length > SHOWN_COMPONENTS) {
      text.append(", ... ").append(vector.length);
    }
    return text.append(String.format(java.util.Locale.ROOT, "] |%.3f|", Math.sqrt(squares)))
        .toString();
  }
}
