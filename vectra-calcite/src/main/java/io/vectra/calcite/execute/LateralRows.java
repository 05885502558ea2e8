package io.vectra.calcite.execute;

import io.vectra.calcite.rel.LateralJoin;
import io.vectra.calcite.schema.Values;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Joins each row with those that a query gives for it. */
public final class LateralRows {
  private final LateralJoin.Inner inner;
  private final List<RelDataType> types;
  private final int innerWidth;

  /** Rows with columns of these types. */
  LateralRows(LateralJoin.Inner inner, List<RelDataType> types) {
    this.inner = inner;
    this.types = types;
    this.innerWidth = inner.query().types().size();
  }

  /** The joined rows of an execution; generated code calls this. */
  public Enumerable<@Nullable Object> join(Enumerable<@Nullable Object> rows, DataContext context) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new Joined(rows.enumerator(), context);
      }
    };
  }

  /** The joined rows, those of one row of the input at a time. */
  private final class Joined extends JoinedRows {
    private final DataContext context;

    Joined(Enumerator<@Nullable Object> rows, DataContext context) {
      super(rows);
      this.context = context;
    }

    @Override
    boolean joinMore() {
      if (!rows.moveNext()) {
        return false;
      }
      @Nullable Object[] row = row(rows.current(), types.size());
      @Nullable Object[] values = new @Nullable Object[inner.columns().size()];
      for (int i = 0; i < values.length; i++) {
        int column = inner.columns().get(i);
        values[i] = Values.toEngine(row[column], types.get(column));
      }
      inner.query().run(context, values, found -> add(row, found));
      if (isEmpty() && inner.type() == JoinRelType.LEFT) {
        addAlone(row, innerWidth);
      }
      return true;
    }
  }
}
