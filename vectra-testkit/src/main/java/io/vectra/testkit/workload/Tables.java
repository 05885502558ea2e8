package io.vectra.testkit.workload;

import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import java.util.List;

/** The tables of workloads: ID BIGINT PRIMARY KEY, VAL VARCHAR, VEC VECTOR(4). */
public final class Tables {
  public static final int ID = 0;
  public static final int VALUE = 1;
  public static final int VECTOR = 2;
  public static final int DIMENSIONS = 4;

  private Tables() {}

  /** The definition of a table. */
  public static TableSchema define(String name) {
    return TableSchema.define(
        name,
        List.of(
            new Column("ID", ColumnType.of(ColumnType.Kind.BIGINT), false),
            new Column("VAL", ColumnType.varchar(100_000), true),
            new Column("VEC", ColumnType.vector(DIMENSIONS), true)),
        List.of(ID));
  }

  /** A vector that follows from a row's id and value, so that a mix of two rows is noticed. */
  public static float[] vector(long id, String value) {
    float[] vector = new float[DIMENSIONS];
    int hash = value.hashCode();
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) Math.sin(id * (i + 1) * 0.37) + (hash >> (8 * i) & 0xFF) / 64f;
    }
    return vector;
  }
}
