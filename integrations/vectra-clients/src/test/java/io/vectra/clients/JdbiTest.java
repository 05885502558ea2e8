package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbiTest {
  @TempDir Path directory;
  private Jdbi jdbi;

  @BeforeEach
  void open() throws SQLException {
    jdbi = Jdbi.create(Bookshop.in(directory).url());
  }

  @Test
  void insert_returnsItsGeneratedKey() {
    jdbi.useHandle(
        handle -> {
          long id =
              handle
                  .createUpdate("INSERT INTO books (title, author_id) VALUES (:title, :author)")
                  .bind("title", "Lake")
                  .bind("author", 2)
                  .executeAndReturnGeneratedKeys("id")
                  .mapTo(Long.class)
                  .one();
          assertThat(
                  handle
                      .select("SELECT title FROM books WHERE id = ?", id)
                      .mapTo(String.class)
                      .one())
              .isEqualTo("Lake");
        });
  }

  @Test
  void batch_inTransaction_countsEach_andRollsBack() {
    assertThatThrownBy(
            () ->
                jdbi.useTransaction(
                    TransactionIsolationLevel.READ_COMMITTED,
                    handle -> {
                      PreparedBatch batch =
                          handle.prepareBatch("INSERT INTO authors VALUES (?, ?)");
                      batch.add(10, "Cora").add(11, "Dee");
                      assertThat(batch.execute()).containsExactly(1, 1);
                      handle.execute("INSERT INTO authors VALUES (?, ?)", 10, "Eve");
                    }))
        .isInstanceOf(UnableToExecuteStatementException.class);
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(
                handle -> handle.select("SELECT COUNT(*) FROM authors").mapTo(Integer.class).one()))
        .isEqualTo(2);
  }

  @Test
  void select_inListAndNearest_comesInOrder() {
    List<String> titles =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT title FROM books WHERE title IN (<titles>)"
                            + " ORDER BY VECTOR_DISTANCE(embedding, CAST(:query AS VECTOR(3)),"
                            + " EUCLIDEAN)")
                    .bindList("titles", List.of("Sea", "Town"))
                    .bind("query", "[0,0,2]")
                    .mapTo(String.class)
                    .list());
    assertThat(titles).containsExactly("Town", "Sea");
  }
}
