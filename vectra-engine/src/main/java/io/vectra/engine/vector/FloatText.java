package io.vectra.engine.vector;

/**
 * Reads decimal numbers from texts to floats as {@link Float#parseFloat} does, without a copy of
 * each. A number of up to 15 digits times a power of ten up to 10^22 is one rounding of two exact
 * doubles away (W. Clinger, How to read floating point numbers accurately, 1990); the float nearest
 * to that double is the one nearest to the number, unless the double is just between two floats.
 */
final class FloatText {
  private static final int MOST_DIGITS = 15;
  private static final double[] POWERS = powers();

  /** The bits of a double that a float does not have, and their value halfway between floats. */
  private static final long BEYOND_FLOAT = (1L << 29) - 1;

  private static final long HALFWAY = 1L << 28;

  private final String text;
  private final int end;
  private int at;
  private int exponent;

  private FloatText(String text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  private static double[] powers() {
    double[] powers = new double[23];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  /**
   * The number in a part of a text that holds nothing else.
   *
   * @return NaN when it is no number; infinite when it is too large
   */
  static float parse(String text, int from, int end) {
    return new FloatText(text, from, end).parse();
  }

  private float parse() {
    int from = at;
    boolean negative = at < end && text.charAt(at) == '-';
    if (negative || at < end && text.charAt(at) == '+') {
      at++;
    }
    long digits = 0;
    int count = 0;
    int scale = 0;
    boolean point = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0'); // of more than 15 digits it is not used
        count++;
        scale -= point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (count == 0 || !isAtEndBehindExponent()) {
      return Float.NaN;
    }
    scale += exponent;
    if (count <= MOST_DIGITS && Math.abs(scale) < POWERS.length) {
      double value = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
      boolean isNormal = value >= Float.MIN_NORMAL || digits == 0;
      if (isNormal && (Double.doubleToRawLongBits(value) & BEYOND_FLOAT) != HALFWAY) {
        return (float) (negative ? -value : value);
      }
    }
    return Float.parseFloat(text.substring(from, end));
  }

  /** Reads the exponent, if there is one; false when it is none, or more follows. */
  private boolean isAtEndBehindExponent() {
    if (at == end) {
      return true;
    }
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    at++;
    boolean negative = at < end && text.charAt(at) == '-';
    if (negative || at < end && text.charAt(at) == '+') {
      at++;
    }
    int first = at;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      exponent = Math.min(10 * exponent + (text.charAt(at++) - '0'), POWERS.length << 8);
    }
    exponent = negative ? -exponent : exponent;
    return at == end && at > first;
  }
}
