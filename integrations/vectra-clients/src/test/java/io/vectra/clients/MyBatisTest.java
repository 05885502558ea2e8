package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.datasource.pooled.PooledDataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.ObjectTypeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MyBatisTest {
  @TempDir Path directory;
  private PooledDataSource source;
  private SqlSessionFactory sessions;

  @BeforeEach
  void open() throws SQLException {
    source =
        new PooledDataSource(
            "io.vectra.jdbc.VectraDriver", Bookshop.in(directory).url(), null, null);
    Configuration configuration =
        new Configuration(new Environment("test", new JdbcTransactionFactory(), source));
    configuration.setMapUnderscoreToCamelCase(true);
    configuration.getTypeHandlerRegistry().register(float[].class, ObjectTypeHandler.class);
    configuration.addMapper(Books.class);
    sessions = new SqlSessionFactoryBuilder().build(configuration);
  }

  @AfterEach
  void close() {
    source.forceCloseAll();
  }

  @Test
  void insert_ofABook_setsItsGeneratedKey() {
    Book book = book("Lake");
    try (SqlSession session = sessions.openSession(true)) {
      assertThat(session.getMapper(Books.class).insert(book)).isEqualTo(1);
      assertThat(book.id).isPositive();
      Book read = session.getMapper(Books.class).find(book.id);
      assertThat(read).usingRecursiveComparison().isEqualTo(book);
    }
  }

  @Test
  void select_nearest_comesInOrder() {
    try (SqlSession session = sessions.openSession()) {
      assertThat(session.getMapper(Books.class).nearest(new float[] {0, 0.1f, 1}, 2))
          .extracting(book -> book.title)
          .containsExactly("Town", "Hill");
    }
  }

  @Test
  void batch_ofUpdates_countsEach_andRollsBack() {
    try (SqlSession session = sessions.openSession(ExecutorType.BATCH)) {
      for (int id = 1; id <= Bookshop.BOOKS; id++) {
        session.getMapper(Books.class).price(id, BigDecimal.TEN);
      }
      assertThat(session.flushStatements().get(0).getUpdateCounts()).containsExactly(1, 1, 1);
      session.rollback();
    }
    try (SqlSession session = sessions.openSession()) {
      assertThat(session.getMapper(Books.class).find(1).price).isEqualByComparingTo("10.50");
    }
  }

  private static Book book(String title) {
    Book book = new Book();
    book.authorId = 2;
    book.title = title;
    book.price = new BigDecimal("3.50");
    book.published = LocalDate.of(2024, 5, 6);
    book.embedding = new float[] {0.25f, -1, 3};
    return book;
  }

  /** A row of BOOKS. */
  public static final class Book {
    public long id;
    public Integer authorId;
    public String title;
    public BigDecimal price;
    public LocalDate published;
    public float[] embedding;
  }

  /** The statements. */
  public interface Books {
    @Insert(
        "INSERT INTO books (author_id, title, price, published, embedding)"
            + " VALUES (#{authorId}, #{title}, #{price}, #{published}, #{embedding})")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int insert(Book book);

    @Select("SELECT * FROM books WHERE id = #{id}")
    Book find(long id);

    @Select(
        "SELECT * FROM books ORDER BY VECTOR_DISTANCE(embedding, #{query}, COSINE)"
            + " FETCH FIRST #{count} ROWS ONLY")
    List<Book> nearest(@Param("query") float[] query, @Param("count") int count);

    @Update("UPDATE books SET price = #{price} WHERE id = #{id}")
    int price(@Param("id") long id, @Param("price") BigDecimal price);
  }
}
