package io.vectra.calcite.prepare;

import io.vectra.engine.Database;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** What CALL can run; none takes arguments, changes anything, or names a file. */
enum Procedure {
  VERIFY("VECTRA.VERIFY", FoundDamage.COLUMNS) {
    @Override
    List<@Nullable Object[]> run(Database database, ExecutionControl control) {
      return FoundDamage.rows(
          database.polling(control::check).verify((file, done, total) -> control.check()));
    }
  };

  private final String qualifiedName;
  private final List<ColumnInfo> columns;

  Procedure(String qualifiedName, List<ColumnInfo> columns) {
    this.qualifiedName = qualifiedName;
    this.columns = columns;
  }

  List<ColumnInfo> columns() {
    return columns;
  }

  /** The rows of its result. */
  abstract List<@Nullable Object[]> run(Database database, ExecutionControl control);

  /**
   * The procedure that a CALL names.
   *
   * @throws VectraException UNDEFINED_FUNCTION, listing the known ones
   */
  static Procedure of(SqlCall call) {
    SqlCall routine = call.operand(0);
    String name = name(routine);
    for (Procedure procedure : values()) {
      if (procedure.qualifiedName.equals(name)) {
        if (routine.operandCount() > 0) {
          throw undefined(
              "Procedure "
                  + name
                  + " takes no arguments, "
                  + routine.operandCount()
                  + " are given");
        }
        return procedure;
      }
    }
    throw undefined("Procedure " + name + " does not exist");
  }

  private static String name(SqlCall routine) {
    SqlIdentifier name =
        routine.getOperator() instanceof SqlFunction function ? function.getSqlIdentifier() : null;
    return name == null ? routine.getOperator().getName() : String.join(".", name.names);
  }

  private static VectraException undefined(String what) {
    String known =
        Arrays.stream(values())
            .map(procedure -> procedure.qualifiedName + "()")
            .collect(Collectors.joining(", "));
    return new VectraException(
        ErrorCode.UNDEFINED_FUNCTION, what + "; known ones are " + known + ".");
  }
}
