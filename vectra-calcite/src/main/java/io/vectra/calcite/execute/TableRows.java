package io.vectra.calcite.execute;

import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.schema.Literals;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.translate.Conversions;
import io.vectra.calcite.translate.ScanTemplate;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** Runs a table scan for a query: as a cursor of engine values, or as rows for generated code. */
public final class TableRows {
  private static final int CHECK_INTERVAL = 64;

  private final ScanTemplate template;
  private final Output[] outputs;

  /** Rows of a scan. */
  public TableRows(ScanTemplate template) {
    this.template = template;
    this.outputs = outputs(template);
  }

  /** How a column of the output is read; constants have been evaluated. */
  private record Output(Source source, int column, @Nullable Object constant) {
    enum Source {
      COLUMN,
      DISTANCE,
      ROW_KEY,
      CONSTANT
    }
  }

  private static Output[] outputs(ScanTemplate template) {
    List<RexNode> projects = template.spec().projects();
    int columns = template.schema().columns().size();
    boolean nearest = template.spec().nearest() != null;
    if (projects == null) {
      boolean keyed = template.keyed();
      Output[] all = new Output[columns + (keyed ? 1 : 0) + (nearest ? 1 : 0)];
      for (int i = 0; i < all.length; i++) {
        all[i] = output(i, columns, keyed);
      }
      return all;
    }
    Output[] outputs = new Output[projects.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] =
          projects.get(i) instanceof RexInputRef reference
              ? output(reference.getIndex(), columns, template.keyed())
              : new Output(Output.Source.CONSTANT, 0, constant((RexLiteral) projects.get(i)));
    }
    return outputs;
  }

  /** Generated code casts what it reads to the class of its type. */
  private static @Nullable Object constant(RexLiteral literal) {
    Object value = Literals.value(literal);
    return value instanceof BigDecimal
        ? Conversions.convert(value, TypeMapping.toEngine(literal.getType()), "a constant")
        : value;
  }

  private static Output output(int index, int columns, boolean keyed) {
    if (index < columns) {
      return new Output(Output.Source.COLUMN, index, null);
    }
    return keyed && index == columns
        ? new Output(Output.Source.ROW_KEY, 0, null)
        : new Output(Output.Source.DISTANCE, 0, null);
  }

  /** Opens the rows as a cursor of engine values. */
  public ResultCursor open(QueryContext context) {
    RowCursor cursor =
        context
            .view()
            .query(
                template.bind(
                    context.bindings(), context.scope().efSearch(), context.scope().exact()),
                context::check);
    Scan scan = new Scan(cursor, context::check);
    context.opened(
        () -> {
          scan.close();
          context.scope().costs().add(template.spec(), cursor.statistics());
        });
    return scan;
  }

  /** Hands over the rows of which further conditions hold; done when it returns. */
  void lookUp(QueryContext context, List<Predicate> conditions, Consumer<ResultCursor> each) {
    Query query =
        template.bind(context.bindings(), context.scope().efSearch(), context.scope().exact());
    List<Predicate> all = new ArrayList<>(conditions);
    if (query.predicate() != null) {
      all.add(query.predicate());
    }
    Query narrowed =
        new Query(
            query.tableId(),
            new Predicate.And(all),
            query.nearest(),
            query.offset(),
            query.limit());
    RowCursor cursor = context.view().query(narrowed, context::check);
    try (Scan scan = new Scan(cursor, context::check)) {
      while (scan.next()) {
        each.accept(scan);
      }
    }
    context.scope().costs().add(template.spec(), cursor.statistics());
  }

  /** How many columns a row has. */
  int width() {
    return outputs.length;
  }

  /** The row that a cursor is at, as generated code reads it. */
  @Nullable Object[] current(ResultCursor cursor) {
    @Nullable Object[] row = new @Nullable Object[outputs.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Values.toCalcite(cursor.value(i));
    }
    return row;
  }

  /** One run of the scan. */
  private final class Scan implements ResultCursor {
    private final RowCursor cursor;
    private final Runnable check;
    private long rows;

    Scan(RowCursor cursor, Runnable check) {
      this.cursor = cursor;
      this.check = check;
    }

    @Override
    public boolean next() {
      if (rows % CHECK_INTERVAL == 0) {
        check.run();
      }
      boolean found = cursor.next();
      rows += found ? 1 : 0;
      return found;
    }

    @Override
    public @Nullable Object value(int column) {
      return read(cursor, outputs[column]);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }

  private static @Nullable Object read(RowCursor cursor, Output output) {
    return switch (output.source()) {
      case COLUMN -> cursor.value(output.column());
      case ROW_KEY -> cursor.key().bytes();
      case DISTANCE -> Double.isNaN(cursor.distance()) ? null : cursor.distance();
      case CONSTANT -> output.constant();
    };
  }

  /** The rows as generated code reads them; one column alone is not wrapped in an array. */
  public Enumerable<@Nullable Object> enumerate(DataContext data) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        ResultCursor cursor =
            data.get(QueryContext.NAME) instanceof QueryContext context
                ? open(context)
                : StandaloneScan.open(template, data, Scan::new);
        return new Enumerator<>() {
          @Override
          public @Nullable Object current() {
            if (outputs.length == 1) {
              return Values.toCalcite(cursor.value(0));
            }
            return TableRows.this.current(cursor);
          }

          @Override
          public boolean moveNext() {
            return cursor.next();
          }

          @Override
          public void reset() {
            throw new IllegalStateException("rows are read once");
          }

          @Override
          public void close() {
            cursor.close();
          }
        };
      }
    };
  }
}
