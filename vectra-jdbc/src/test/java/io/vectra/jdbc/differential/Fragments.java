package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pieces of a statement that are spelled late: while it is made, <code>{7}</code> stands for
 * piece 7. A constant becomes a literal or a parameter, whose values are then in the order of the
 * text; a piece that the dialects spell differently becomes one of its two texts.
 */
final class Fragments {
  private static final Pattern MARK = Pattern.compile("\\{(\\d+)}");

  /** One constant in so many becomes a parameter. */
  private static final int PARAMETERS = 3;

  private final Choice choice;
  private final List<Fragment> fragments = new ArrayList<>();
  private boolean literalsOnly;

  Fragments(Choice choice) {
    this.choice = choice;
  }

  private sealed interface Fragment {}

  /** A constant; with a type if its place gives it none. */
  private record Constant(Kind kind, Object value, boolean isParameter, boolean isTyped)
      implements Fragment {}

  private record Spelling(String vectra, String h2) implements Fragment {}

  /** A constant beside something that tells its type; NULL too. */
  String compared(Kind kind) {
    return constant(kind, valueOrNull(kind), false);
  }

  /** A constant that has its type by itself; NULL too. */
  String typed(Kind kind) {
    return constant(kind, valueOrNull(kind), true);
  }

  /** A given constant in a place that tells its type. */
  String given(Kind kind, Object value) {
    return constant(kind, value, false);
  }

  /** One thing in two spellings, of which each may hold marks. */
  String spelled(String vectra, String h2) {
    return mark(new Spelling(vectra, h2));
  }

  /** Makes something whose constants are all literals. */
  <T> T literally(Supplier<T> made) {
    boolean before = literalsOnly;
    literalsOnly = true;
    T result = made.get();
    literalsOnly = before;
    return result;
  }

  /** The whole statement, in one dialect. */
  BoundSql bound(String text, Dialect dialect) {
    List<Object> values = new ArrayList<>();
    return new BoundSql(spell(text, dialect, values), values);
  }

  private Object valueOrNull(Kind kind) {
    return choice.oneIn(8) ? null : kind.value(choice);
  }

  private String constant(Kind kind, Object value, boolean typed) {
    boolean isParameter = !literalsOnly && choice.oneIn(PARAMETERS);
    return mark(new Constant(kind, value, isParameter, typed));
  }

  private String mark(Fragment fragment) {
    fragments.add(fragment);
    return "{" + (fragments.size() - 1) + "}";
  }

  private String spell(String text, Dialect dialect, List<Object> values) {
    StringBuilder spelled = new StringBuilder();
    Matcher marks = MARK.matcher(text);
    int end = 0;
    while (marks.find()) {
      spelled.append(text, end, marks.start());
      end = marks.end();
      Fragment fragment = fragments.get(Integer.parseInt(marks.group(1)));
      if (fragment instanceof Spelling spelling) {
        String chosen = dialect == Dialect.VECTRA ? spelling.vectra() : spelling.h2();
        spelled.append(spell(chosen, dialect, values));
      } else if (fragment instanceof Constant constant) {
        spelled.append(spell(constant, values));
      }
    }
    return spelled.append(text, end, text.length()).toString();
  }

  private static String spell(Constant constant, List<Object> values) {
    if (constant.isParameter()) {
      values.add(constant.value());
    }
    String plain = constant.isParameter() ? "?" : constant.kind().literal(constant.value());
    boolean needsType = constant.isTyped() && (constant.isParameter() || constant.value() == null);
    return needsType ? "CAST(" + plain + " AS " + constant.kind().sqlName() + ")" : plain;
  }
}
