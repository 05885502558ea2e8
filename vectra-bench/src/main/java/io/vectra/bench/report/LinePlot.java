package io.vectra.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lines over two logarithmic axes, as SVG.
 *
 * @param title above the plot
 * @param xName what the horizontal axis counts
 * @param yName what the vertical axis counts
 */
public record LinePlot(String title, String xName, String yName) {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 90;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS = List.of("#1b6ca8", "#c0504d", "#4f8f3a", "#7d5ba6");

  /** One axis: where a value lies on it. */
  private record Axis(double least, double most, int from, int to) {
    static Axis around(Stream<Double> values, int from, int to) {
      double[] sorted = values.mapToDouble(Math::log10).sorted().toArray();
      return new Axis(Math.floor(sorted[0]), Math.ceil(sorted[sorted.length - 1]), from, to);
    }

    double at(double value) {
      return from + (Math.log10(value) - least) / Math.max(1, most - least) * (to - from);
    }

    List<Double> ticks() {
      List<Double> ticks = new ArrayList<>();
      for (double power = least; power <= Math.max(most, least + 1); power++) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
  }

  /**
   * Draws the plot.
   *
   * @param lines for each name the points, from left to right; all above zero
   */
  public String svg(Map<String, Map<Integer, Double>> lines) {
    Axis x =
        Axis.around(
            lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .map(Integer::doubleValue),
            LEFT,
            WIDTH - RIGHT);
    Axis y =
        Axis.around(
            lines.values().stream().flatMap(line -> line.values().stream()), HEIGHT - BOTTOM, TOP);
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH,
        HEIGHT);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    text(svg, LEFT, TOP - 20, "start", title);
    for (double tick : x.ticks()) {
      grid(svg, x.at(tick), TOP, x.at(tick), HEIGHT - BOTTOM);
      text(svg, x.at(tick), HEIGHT - BOTTOM + 18, "middle", "%,.0f".formatted(tick));
    }
    for (double tick : y.ticks()) {
      grid(svg, LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
      text(svg, LEFT - 8, y.at(tick) + 4, "end", "%,.0f %s".formatted(tick, yName));
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", xName);
    int number = 0;
    for (Map.Entry<String, Map<Integer, Double>> line : lines.entrySet()) {
      draw(svg, line, x, y, COLOURS.get(number++ % COLOURS.size()));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void draw(
      StringBuilder svg,
      Map.Entry<String, Map<Integer, Double>> line,
      Axis x,
      Axis y,
      String colour) {
    StringBuilder points = new StringBuilder();
    double[] last = new double[2];
    line.getValue()
        .forEach(
            (value, height) -> {
              last[0] = x.at(value);
              last[1] = y.at(height);
              points.append(String.format(Locale.ROOT, "%.1f,%.1f ", last[0], last[1]));
              add(
                  svg,
                  "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                  last[0],
                  last[1],
                  colour);
              text(svg, last[0], last[1] - 8, "middle", "%.0f".formatted(height));
            });
    add(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
        points.toString().strip(),
        colour);
    text(svg, last[0] + 10, last[1] + 4, "start", line.getKey());
  }

  private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
    add(
        svg,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
        x1,
        y1,
        x2,
        y2);
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    add(svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
