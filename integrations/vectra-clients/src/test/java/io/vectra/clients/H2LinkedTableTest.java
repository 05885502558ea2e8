package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2LinkedTableTest {
  @TempDir Path directory;

  @Test
  void linkedTable_isReadJoinedAndWritten() throws SQLException {
    Bookshop shop = Bookshop.in(directory);
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = h2.createStatement()) {
      statement.execute(
          "CREATE LINKED TABLE books ('io.vectra.jdbc.VectraDriver', '"
              + shop.url()
              + "?vectorType=varchar', '', '', 'BOOKS')");
      statement.execute("CREATE TABLE stock (title VARCHAR(100), pieces INTEGER)");
      statement.execute("INSERT INTO stock VALUES ('Sea', 4), ('Town', 9)");
      assertThat(
              rows(
                  statement,
                  "SELECT b.id, b.title, b.price, s.pieces FROM books b JOIN stock s"
                      + " ON s.title = b.title ORDER BY b.id"))
          .containsExactly("1|Sea|10.50|4", "3|Town|null|9");
      assertThat(rows(statement, "SELECT title FROM books WHERE id = 2")).containsExactly("Hill");
      assertThat(
              statement.executeUpdate(
                  "UPDATE books SET price = price + 1 WHERE published > DATE '2020-06-01'"))
          .isEqualTo(1);
      statement.execute("INSERT INTO books (id, title) VALUES (10, 'Lake')");
      assertThat(statement.executeUpdate("DELETE FROM books WHERE title = 'Sea'")).isEqualTo(1);
    }
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement, "SELECT id, title, price FROM books ORDER BY id"))
          .containsExactly("2|Hill|8.25", "3|Town|null", "10|Lake|null");
    }
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    List<String> answer = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
          row.append(column > 1 ? "|" : "").append(rows.getString(column));
        }
        answer.add(row.toString());
      }
    }
    return answer;
  }
}
