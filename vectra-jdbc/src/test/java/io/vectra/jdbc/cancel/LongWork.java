package io.vectra.jdbc.cancel;

import java.util.Collections;
import java.util.regex.Pattern;

/** Statements that take long, and how the stack of a thread looks in the middle of each. */
enum LongWork {
  FULL_SCAN(scans(), "io\\.vectra\\.engine\\.search\\..*", Length.LONG),
  EXACT_NEAREST(
      "SELECT COUNT(*) FROM vectors a, LATERAL (SELECT b.id FROM vectors b ORDER BY"
          + " VECTOR_DISTANCE(b.v, a.v, EUCLIDEAN) LIMIT 1) AS near",
      "io\\.vectra\\.engine\\.search\\.NearestSearch.*",
      Length.ENDLESS),
  HASH_JOIN(
      "SELECT COUNT(*) FROM big a JOIN big b ON a.a = b.a JOIN big c ON b.a = c.a",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults.*",
      Length.ENDLESS),
  JOIN_WITHOUT_PAIRS(
      "SELECT a.id FROM big a JOIN big b ON a.a = b.a AND a.id + b.id < 0",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults.*",
      Length.LONG),
  NESTED_LOOP_JOIN(
      "SELECT COUNT(*) FROM big a JOIN big b ON a.a < b.a AND a.id + b.id < 0",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults.*",
      Length.ENDLESS),
  SORT(
      "SELECT big.id FROM big CROSS JOIN few ORDER BY name, few.a, big.a, big.id",
      "java\\.util\\.(TreeMap|TimSort)\\..*",
      Length.LONG),
  AGGREGATE(
      "SELECT a.a, COUNT(DISTINCT b.id) FROM big a JOIN big b ON a.a = b.a GROUP BY a.a",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults\\.groupBy.*",
      Length.ENDLESS),
  ORDERED_AGGREGATE(
      "SELECT LISTAGG(name, ',') WITHIN GROUP (ORDER BY name, few.a, big.id) FROM big, few",
      "Baz\\$.*\\.compare",
      Length.LONG),
  WINDOW(
      "SELECT MAX(m) FROM (SELECT MAX(a) OVER (ORDER BY id ROWS BETWEEN 50000 PRECEDING AND 1"
          + " PRECEDING) AS m FROM big)",
      "Baz\\.bind",
      Length.ENDLESS),
  SET_OPERATION(
      "SELECT a.id, b.id FROM big a, big b INTERSECT SELECT b.id, a.id FROM big a, big b",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults.*",
      Length.ENDLESS),
  RECURSION(
      "WITH RECURSIVE c (n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM c WHERE n < 2000000000)"
          + " SELECT COUNT(*) FROM c",
      "org\\.apache\\.calcite\\.linq4j\\.EnumerableDefaults.*",
      Length.ENDLESS),
  PLANNING(joins(), "org\\.apache\\.calcite\\.plan\\..*", Length.ENDLESS),
  INSERT_READING(
      "INSERT INTO copy SELECT a.id * 2000 + b.id, a.a, b.name FROM big a, big b",
      "io\\.vectra\\.calcite\\.prepare\\.Execution\\.read",
      Length.ENDLESS),
  INSERT_WRITING(
      "INSERT INTO copy SELECT id, a, name FROM big",
      "io\\.vectra\\.calcite\\.prepare\\.StatementWrites\\.insert",
      Length.LONG),
  UPDATE(
      "UPDATE big SET a = a + 1", "io\\.vectra\\.calcite\\.prepare\\.UpdatedRows.*", Length.LONG),
  DELETE(
      "DELETE FROM big", "io\\.vectra\\.calcite\\.prepare\\.StatementWrites\\.delete", Length.LONG),
  MERGE(
      "MERGE INTO copy USING big ON copy.id = big.id"
          + " WHEN NOT MATCHED THEN INSERT (id, a, name) VALUES (big.id, big.a, big.name)",
      "io\\.vectra\\.calcite\\.prepare\\.(MergedRows|StatementWrites).*",
      Length.LONG),
  CREATE_TABLE_AS(
      "CREATE TABLE made AS SELECT id, a, name FROM big",
      "io\\.vectra\\.calcite\\.prepare\\.TableOfQuery\\.insert",
      Length.LONG),
  VECTOR_INDEX(
      "CREATE VECTOR INDEX vectors_nn ON vectors (v)"
          + " WITH (metric = 'euclidean', m = 64, ef_construction = 2000)",
      "io\\.vectra\\.engine\\.graph\\.GraphBuilder.*",
      Length.LONG),
  UNIQUE_INDEX(
      "CREATE UNIQUE INDEX big_unique ON big (name, a, id)",
      "io\\.vectra\\.engine\\.UniqueRows.*",
      Length.LONG),
  CHECK_CONSTRAINT(
      "ALTER TABLE big ADD CONSTRAINT named CHECK (name LIKE 'n%')",
      "io\\.vectra\\.engine\\.ConstraintAddition.*", Length.LONG);

  /** How long it takes where nothing ends it: far longer than a second, or that with -Pproof. */
  private enum Length {
    LONG,
    ENDLESS
  }

  private static final int JOINS = 24;
  private static final int SCANS = 20;

  private final String sql;
  private final Pattern middle;
  private final Length length;

  LongWork(String sql, String middle, Length length) {
    this.sql = sql;
    this.middle = Pattern.compile(middle);
    this.length = length;
  }

  String sql() {
    return sql;
  }

  /** Class and method of a frame that only a thread in the middle of the work has. */
  Pattern middle() {
    return middle;
  }

  boolean isEndless() {
    return length == Length.ENDLESS;
  }

  /** Many scans of a table one after the other, each of which looks at all rows. */
  private static String scans() {
    return String.join(
        " UNION ALL ",
        Collections.nCopies(SCANS, "SELECT id FROM big WHERE name LIKE '%no%such%name%'"));
  }

  private static String joins() {
    StringBuilder sql = new StringBuilder("SELECT COUNT(*) FROM few t0");
    for (int i = 1; i <= JOINS; i++) {
      sql.append(" JOIN few t%d ON t%1$d.a < 5 + t%d.a".formatted(i, i - 1));
    }
    return sql.toString();
  }
}
