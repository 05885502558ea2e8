package io.vectra.calcite;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.calcite.parser.VectraSqlParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.Planner;
import org.apache.calcite.tools.Programs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Most of calcite-core's dependencies are excluded: what plans and generated code need is there.
 */
class PlanningJarsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT a.x, COUNT(*), SUM(b.y) FROM (VALUES (1), (2)) AS a (x) JOIN (VALUES (1, 10), (1, 20),"
            + " (2, 5)) AS b (x, y) ON a.x = b.x GROUP BY a.x ORDER BY a.x ~ [[1, 2, 30], [2, 1, 5]]",
        "SELECT JSON_VALUE(j, '$.a') FROM (VALUES ('{\"a\": \"b\"}'), ('{}')) AS t (j) ~ [b, null]",
        "SELECT JSON_EXISTS('{\"a\": 1}', '$.a'), JSON_QUERY('{\"a\": [1]}', '$.a'),"
            + " JSON_OBJECT(KEY 'k' VALUE 1) FROM (VALUES (1)) ~ [[true, [1], {\"k\":1}]]",
        "SELECT s FROM (VALUES ('abc'), ('xbz'), ('c_d')) AS t (s) WHERE s LIKE '_b%' OR s LIKE"
            + " 'c!_%' ESCAPE '!' ~ [abc, xbz, c_d]",
        "SELECT SUM(x) OVER (ORDER BY x) FROM (VALUES (1), (2)) AS t (x) ~ [1, 3]",
        "SELECT UPPER('a') || 'b', POWER(2, 3), CAST('12' AS DECIMAL(4, 1)), MD5('a') IS NULL"
            + " FROM (VALUES (1)) ~ [[Ab, 8.0, 12.0, false]]",
        "SELECT TIMESTAMPADD(DAY, 1, DATE '2020-02-28') > DATE '2020-02-28', EXTRACT(YEAR FROM DATE"
            + " '2020-02-28') FROM (VALUES (1)) ~ [[true, 2020]]",
        "VALUES 1 UNION VALUES 1 EXCEPT VALUES 2 ~ [1]",
      })
  void plan_joinsAggregatesAndFunctions_runInGeneratedCode(String sql, String rows)
      throws Exception {
    assertThat(run(sql).toString()).isEqualTo(rows);
  }

  private static List<Object> run(String sql) throws Exception {
    SchemaPlus root = Frameworks.createRootSchema(false);
    Planner planner =
        Frameworks.getPlanner(
            Frameworks.newConfigBuilder()
                .defaultSchema(root)
                .parserConfig(VectraSqlParser.CONFIG.withConformance(SqlConformanceEnum.LENIENT))
                .operatorTable(
                    SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                        SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL))
                .programs(Programs.standard())
                .build());
    RelNode logical = planner.rel(planner.validate(planner.parse(sql))).project();
    RelTraitSet traits = logical.getTraitSet().replace(EnumerableConvention.INSTANCE).simplify();
    EnumerableRel physical = (EnumerableRel) planner.transform(0, traits, logical);
    List<Object> rows = new ArrayList<>();
    for (Object row :
        EnumerableInterpretable.toBindable(Map.of(), null, physical, EnumerableRel.Prefer.ARRAY)
            .bind(new Context(root))) {
      rows.add(row instanceof Object[] values ? Arrays.asList(values) : row == null ? "null" : row);
    }
    return rows;
  }

  /** A context without parameters. */
  private record Context(SchemaPlus root) implements DataContext {
    @Override
    public SchemaPlus getRootSchema() {
      return root;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
      return new JavaTypeFactoryImpl();
    }

    @Override
    public @Nullable QueryProvider getQueryProvider() {
      return null;
    }

    @Override
    public @Nullable Object get(String name) {
      return null;
    }
  }
}
