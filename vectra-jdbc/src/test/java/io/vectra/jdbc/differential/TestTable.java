package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The three tables: customers, their orders, and the lines of these. References dangle and are NULL
 * at times, so that outer joins have something to fill.
 */
enum TestTable {
  CUSTOMERS(
      12,
      List.of(new Term("customer_id", Kind.INTEGER)),
      List.of(
          new Term("name", Kind.TEXT),
          new Term("city", Kind.TEXT),
          new Term("credit", Kind.DECIMAL),
          new Term("since", Kind.DATE),
          new Term("active", Kind.BOOLEAN),
          new Term("points", Kind.BIGINT))),
  ORDERS(
      20,
      List.of(new Term("order_id", Kind.BIGINT)),
      List.of(
          new Term("customer_id", Kind.INTEGER),
          new Term("placed", Kind.TIMESTAMP),
          new Term("due", Kind.DATE),
          new Term("total", Kind.DECIMAL),
          new Term("weight", Kind.DOUBLE),
          new Term("paid", Kind.BOOLEAN),
          new Term("note", Kind.TEXT))),
  LINES(
      30,
      List.of(new Term("order_id", Kind.BIGINT), new Term("line", Kind.INTEGER)),
      List.of(
          new Term("product", Kind.TEXT),
          new Term("quantity", Kind.INTEGER),
          new Term("price", Kind.DECIMAL),
          new Term("discount", Kind.DOUBLE),
          new Term("shipped", Kind.TIMESTAMP),
          new Term("gift", Kind.BOOLEAN)));

  private static final int FIRST_ORDER_WITH_LINES = 8;
  private static final int LINES_OF_AN_ORDER = 2;

  private final int rows;
  private final List<Term> key;
  private final List<Term> others;

  TestTable(int rows, List<Term> key, List<Term> others) {
    this.rows = rows;
    this.key = key;
    this.others = others;
  }

  String sqlName() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  List<Term> key() {
    return key;
  }

  /** The columns that are not part of the key. */
  List<Term> others() {
    return others;
  }

  /** The columns as they are named through an alias. */
  Scope scope(String alias) {
    List<Term> keys = key.stream().map(column -> through(alias, column)).toList();
    List<Term> columns = new ArrayList<>(keys);
    others.forEach(column -> columns.add(through(alias, column)));
    return new Scope(columns, keys, List.of());
  }

  private static Term through(String alias, Term column) {
    return new Term(alias + "." + column.sql(), column.kind());
  }

  String create() {
    String columns =
        java.util.stream.Stream.concat(key.stream(), others.stream())
            .map(column -> column.sql() + " " + column.kind().sqlName())
            .collect(Collectors.joining(", "));
    String keys = key.stream().map(Term::sql).collect(Collectors.joining(", "));
    return "CREATE TABLE " + sqlName() + " (" + columns + ", PRIMARY KEY (" + keys + "))";
  }

  /** An INSERT for each of its rows. */
  List<String> inserts(Choice choice) {
    List<String> inserts = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> values = new ArrayList<>(keyValues(row));
      for (Term column : others) {
        values.add(column.kind().literal(value(column, choice)));
      }
      inserts.add("INSERT INTO " + sqlName() + " VALUES (" + String.join(", ", values) + ")");
    }
    return inserts;
  }

  private List<String> keyValues(int row) {
    if (this != LINES) {
      return List.of(String.valueOf(row));
    }
    int order = FIRST_ORDER_WITH_LINES + row / LINES_OF_AN_ORDER;
    return List.of(String.valueOf(order), String.valueOf(row % LINES_OF_AN_ORDER));
  }

  private static Object value(Term column, Choice choice) {
    if (choice.oneIn(4)) {
      return null;
    }
    boolean isReference = column.sql().equals("customer_id");
    return isReference ? (Object) choice.below(15) : column.kind().value(choice);
  }
}
