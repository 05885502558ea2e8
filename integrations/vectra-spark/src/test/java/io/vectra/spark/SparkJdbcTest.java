package io.vectra.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkJdbcTest {
  private static final int ROWS = 1_000;
  private static SparkSession spark;

  @TempDir Path directory;
  private String url;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("vectra")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void fill() throws SQLException {
    String place = "jdbc:vectra:" + directory.resolve("spark");
    url = place + "?vectorType=varchar";
    try (Connection connection = DriverManager.getConnection(place);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE items (id INTEGER PRIMARY KEY, name VARCHAR(20), price DECIMAL(10, 2),"
              + " sold DATE, seen TIMESTAMP, embedding VECTOR(2))");
      connection.setAutoCommit(false);
      for (int id = 0; id < ROWS; id++) {
        statement.addBatch(
            "INSERT INTO items VALUES (%d, 'name %d', %d.50, DATE '2024-01-02',"
                    .formatted(id, id % 10, id)
                + " TIMESTAMP '2024-01-02 03:04:05', '[%d,1]')".formatted(id));
      }
      statement.executeBatch();
      connection.commit();
    }
  }

  @Test
  void read_ofATable_pushesConditionsDown_andKeepsValues() {
    Row row = items().filter("id = 7 AND name = 'name 7'").first();
    assertThat(row.<Integer>getAs("ID")).isEqualTo(7);
    assertThat(row.<String>getAs("EMBEDDING")).isEqualTo("[7.0,1.0]");
    assertThat(row.<java.math.BigDecimal>getAs("PRICE")).isEqualByComparingTo("7.50");
    assertThat(row.<Object>getAs("SOLD")).hasToString("2024-01-02");
    assertThat(row.<Object>getAs("SEEN")).hasToString("2024-01-02 03:04:05.0");
    assertThat(items().filter("name LIKE 'name 3%'").groupBy("name").count().first().getLong(1))
        .isEqualTo(ROWS / 10);
  }

  @Test
  void read_inPartitions_givesEachRowOnce() {
    Dataset<Row> rows =
        spark
            .read()
            .format("jdbc")
            .option("url", url)
            .option("dbtable", "ITEMS")
            .option("partitionColumn", "ID")
            .option("lowerBound", "0")
            .option("upperBound", String.valueOf(ROWS))
            .option("numPartitions", "4")
            .option("fetchsize", "100")
            .load();
    assertThat(rows.rdd().getNumPartitions()).isEqualTo(4);
    assertThat(rows.select("ID").distinct().count()).isEqualTo(ROWS);
  }

  @Test
  void read_ofAQuery_givesTheNearestRows() {
    List<Row> rows =
        spark
            .read()
            .format("jdbc")
            .option("url", url)
            .option(
                "query",
                "SELECT id FROM items ORDER BY"
                    + " VECTOR_DISTANCE(embedding, CAST('[500,1]' AS VECTOR(2)), EUCLIDEAN) LIMIT 3")
            .load()
            .collectAsList();
    assertThat(rows).extracting(row -> row.getInt(0)).containsExactlyInAnyOrder(499, 500, 501);
  }

  @Test
  void write_appendsRows_andCreatesTables() throws SQLException {
    Dataset<Row> ten = items().filter("id < 10");
    ten.withColumn("ID", ten.col("ID").plus(ROWS))
        .write()
        .mode(SaveMode.Append)
        .format("jdbc")
        .option("url", url)
        .option("dbtable", "ITEMS")
        .save();
    ten.write()
        .mode(SaveMode.Overwrite)
        .format("jdbc")
        .option("url", url)
        .option("dbtable", "COPIED")
        .save();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(count(statement, "SELECT COUNT(*) FROM items")).isEqualTo(ROWS + 10);
      assertThat(count(statement, "SELECT COUNT(*) FROM copied c JOIN items i ON i.id = c.\"ID\""))
          .isEqualTo(10);
      assertThat(count(statement, "SELECT COUNT(*) FROM items WHERE embedding = '[3,1]'"))
          .isEqualTo(2);
    }
  }

  private Dataset<Row> items() {
    return spark.read().format("jdbc").option("url", url).option("dbtable", "ITEMS").load();
  }

  private static long count(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
