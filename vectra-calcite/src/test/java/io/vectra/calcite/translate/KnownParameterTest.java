package io.vectra.calcite.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.schema.TableSchema;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are estimated by the values that parameters are known to have at first. */
class KnownParameterTest {
  private static final int ROWS = 400;

  @Test
  void estimate_ofAKnownParameter_isThatOfItsValue() {
    try (Database database = Vectra.openInMemory("known-parameter", OpenOptions.defaults());
        Session session = Sessions.open(database)) {
      run(session, "CREATE TABLE t (kind INTEGER)");
      run(session, "INSERT INTO t VALUES (1)" + ", (1)".repeat(ROWS - 11) + ", (2)".repeat(10));
      assertThat(rows(database, new Object[] {1})).isBetween(ROWS * 0.9, (double) ROWS);
      assertThat(rows(database, new Object[] {2})).isBetween(5.0, 20.0);
      double unknown = rows(database, new Object[0]);
      assertThat(unknown).isBetween(20.0, ROWS * 0.9);
      assertThat(rows(database, new @Nullable Object[] {null})).isEqualTo(unknown);
    }
  }

  /** Rows of {@code kind = ?}. */
  private static double rows(Database database, @Nullable Object[] known) {
    TableSchema schema = Objects.requireNonNull(database.catalog().table("T"));
    RexBuilder builder = new RexBuilder(new VectraTypeFactory());
    RelDataType type = builder.getTypeFactory().createSqlType(SqlTypeName.INTEGER);
    RexNode condition =
        builder.makeCall(
            SqlStdOperatorTable.EQUALS,
            builder.makeInputRef(type, 0),
            builder.makeDynamicParam(type, 0));
    TableStatistics statistics = TableStatistics.of(database::snapshot, schema.id(), known);
    return new Selectivity(schema, statistics, builder).rows(condition);
  }

  private static void run(Session session, String sql) {
    session.prepare(sql).execute(new Object[0], ExecutionControl.unlimited());
  }
}
