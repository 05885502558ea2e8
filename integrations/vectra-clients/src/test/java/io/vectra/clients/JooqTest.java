package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.upper;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JooqTest {
  private static final Table<Record> BOOKS = table(name("BOOKS"));
  private static final Field<Long> ID = field(name("ID"), SQLDataType.BIGINT);
  private static final Field<Integer> AUTHOR = field(name("AUTHOR_ID"), SQLDataType.INTEGER);
  private static final Field<String> TITLE = field(name("TITLE"), SQLDataType.VARCHAR);
  private static final Field<BigDecimal> PRICE = field(name("PRICE"), SQLDataType.DECIMAL(10, 2));

  @TempDir Path directory;
  private Connection connection;
  private DSLContext create;

  @BeforeEach
  void open() throws SQLException {
    connection = Bookshop.in(directory).connect();
    create = DSL.using(connection, SQLDialect.DEFAULT);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void insert_returning_givesTheKey() {
    Long id = create.insertInto(BOOKS, TITLE).values("Lake").returning(ID).fetchOne().get(ID);
    assertThat(create.select(TITLE).from(BOOKS).where(ID.eq(id)).fetchOne(TITLE)).isEqualTo("Lake");
  }

  @Test
  void select_conditionsGroupsLimits_areUnderstood() {
    assertThat(
            create
                .select(TITLE)
                .from(BOOKS)
                .where(
                    upper(TITLE)
                        .like(upper(DSL.val("%e%")))
                        .or(PRICE.between(BigDecimal.ONE, BigDecimal.TEN)))
                .orderBy(PRICE.desc().nullsLast())
                .limit(1)
                .offset(1)
                .fetch(TITLE))
        .containsExactly("Hill");
    assertThat(
            create
                .select(AUTHOR, count())
                .from(BOOKS)
                .groupBy(AUTHOR)
                .having(count().gt(1))
                .fetch()
                .intoGroups(AUTHOR, count()))
        .containsOnlyKeys(1);
  }

  @Test
  void select_nearestByPlainSql_comesInOrder() {
    assertThat(
            create
                .select(TITLE)
                .from(BOOKS)
                .orderBy(
                    field(
                        "VECTOR_DISTANCE(embedding, CAST({0} AS VECTOR(3)), COSINE)",
                        Double.class, DSL.val("[1,0.5,0]")))
                .limit(2)
                .fetch(TITLE))
        .containsExactly("Sea", "Hill");
  }

  @Test
  void meta_listsTablesKeysAndColumns() {
    Table<?> books =
        create.meta().getTables("BOOKS").stream()
            .filter(found -> "PUBLIC".equals(found.getSchema().getName()))
            .findFirst()
            .orElseThrow();
    assertThat(books.fields())
        .extracting(Field::getName)
        .containsExactly("ID", "AUTHOR_ID", "TITLE", "PRICE", "PUBLISHED", "EMBEDDING");
    assertThat(books.getPrimaryKey().getFields()).extracting(Field::getName).containsExactly("ID");
    assertThat(books.getReferences()).hasSize(1);
    assertThat(books.getReferences().get(0).getKey().getTable().getName()).isEqualTo("AUTHORS");
  }

  @Test
  void transaction_thatFails_rollsBack_withItsSqlState() {
    assertThatThrownBy(
            () ->
                create.transaction(
                    work -> {
                      work.dsl().deleteFrom(BOOKS).execute();
                      work.dsl().execute("INSERT INTO authors VALUES (1, 'Cora')");
                    }))
        .isInstanceOfSatisfying(
            DataAccessException.class,
            e ->
                assertThat(e.sqlStateClass())
                    .isEqualTo(SQLStateClass.C23_INTEGRITY_CONSTRAINT_VIOLATION));
    assertThat(create.fetchCount(BOOKS)).isEqualTo(Bookshop.BOOKS);
  }
}
