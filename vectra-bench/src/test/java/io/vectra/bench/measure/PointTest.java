package io.vectra.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PointTest {
  private static final List<Point> POINTS =
      List.of(
          new Point(10, 0.90, new Pass(4_000, 100, 200)),
          new Point(20, 0.98, new Pass(1_000, 400, 800)));

  @Test
  void at_betweenTwoPoints_isInProportionOnALogarithmicScale() {
    Pass pass = Point.at(POINTS, 0.94);

    assertThat(pass).isNotNull();
    assertThat(pass.queriesPerSecond()).isCloseTo(2_000, within(1e-6));
    assertThat(pass.p50()).isCloseTo(200, within(1e-6));
    assertThat(pass.p99()).isCloseTo(400, within(1e-6));
  }

  @Test
  void at_belowTheFirstPoint_isThatPoint() {
    assertThat(Point.at(POINTS, 0.5)).isEqualTo(POINTS.get(0).pass());
  }

  @Test
  void at_aboveTheLastPoint_isNothing() {
    assertThat(Point.at(POINTS, 0.99)).isNull();
  }
}
