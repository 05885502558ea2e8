package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class SpringJdbcTest {
  @TempDir Path directory;
  private DriverManagerDataSource source;
  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;

  @BeforeEach
  void open() throws SQLException {
    source = new DriverManagerDataSource(Bookshop.in(directory).url());
    jdbc = new JdbcTemplate(source);
    transaction = new TransactionTemplate(new JdbcTransactionManager(source));
  }

  @Test
  void query_nearestRowsByNamedParameters_comeInOrder() {
    List<String> titles =
        new NamedParameterJdbcTemplate(jdbc)
            .queryForList(
                "SELECT title FROM books WHERE price < :price"
                    + " ORDER BY VECTOR_DISTANCE(embedding, :query, COSINE) LIMIT :limit",
                Map.of("price", 20, "query", new float[] {0.1f, 1, 0}, "limit", 5),
                String.class);
    assertThat(titles).containsExactly("Hill", "Sea");
  }

  @Test
  void simpleInsert_readsColumnsAndGeneratedKeyFromMetadata() {
    Number key =
        new SimpleJdbcInsert(source)
            .withTableName("BOOKS")
            .usingGeneratedKeyColumns("ID")
            .executeAndReturnKey(
                Map.of("AUTHOR_ID", 2, "TITLE", "Lake", "EMBEDDING", new float[] {1, 1, 1}));
    assertThat(jdbc.queryForObject("SELECT title FROM books WHERE id = ?", String.class, key))
        .isEqualTo("Lake");
  }

  @Test
  void transaction_thatFails_leavesNothing() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.update("DELETE FROM books");
                      jdbc.update("INSERT INTO authors VALUES (1, 'Cora')");
                    }))
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(books()).isEqualTo(Bookshop.BOOKS);
  }

  @Test
  void transaction_nested_rollsBackToItsSavepoint() {
    TransactionTemplate nested = new TransactionTemplate(transaction.getTransactionManager());
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    transaction.executeWithoutResult(
        outer -> {
          jdbc.update("DELETE FROM books WHERE title = 'Sea'");
          nested.executeWithoutResult(
              inner -> {
                jdbc.update("DELETE FROM books");
                inner.setRollbackOnly();
              });
        });
    assertThat(books()).isEqualTo(Bookshop.BOOKS - 1);
  }

  @Test
  void transaction_readOnly_refusesWrites() {
    transaction.setReadOnly(true);
    assertThatThrownBy(
            () -> transaction.executeWithoutResult(status -> jdbc.update("DELETE FROM books")))
        .hasMessageContaining("read");
    assertThat(books()).isEqualTo(Bookshop.BOOKS);
  }

  @Test
  void batchUpdate_countsEachRow() {
    int[][] counts =
        jdbc.batchUpdate(
            "INSERT INTO authors VALUES (?, ?)",
            List.of(10, 11, 12),
            2,
            (statement, id) -> {
              statement.setInt(1, id);
              statement.setString(2, "author " + id);
            });
    assertThat(counts).isEqualTo(new int[][] {{1, 1}, {1}});
  }

  @Test
  void errors_areTranslatedToSpringsOwn() {
    assertThatThrownBy(() -> jdbc.queryForList("SELECT nothing FROM books"))
        .isInstanceOf(BadSqlGrammarException.class);
    assertThatThrownBy(() -> jdbc.queryForList("SELEC 1"))
        .isInstanceOf(BadSqlGrammarException.class);
    assertThatThrownBy(() -> jdbc.update("UPDATE books SET author_id = 99"))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(() -> jdbc.update("UPDATE books SET price = -1"))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(() -> jdbc.update("INSERT INTO authors VALUES (3, 'Ada')"))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void conflict_ofTwoTransactions_isAConcurrencyFailure() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.queryForList("SELECT * FROM authors");
                      new JdbcTemplate(new DriverManagerDataSource(source.getUrl()))
                          .update("UPDATE authors SET name = 'Other' WHERE id = 1");
                      jdbc.update("UPDATE authors SET name = 'Mine' WHERE id = 1");
                    }))
        .isInstanceOf(ConcurrencyFailureException.class);
  }

  private int books() {
    return jdbc.queryForObject("SELECT COUNT(*) FROM books", Integer.class);
  }
}
