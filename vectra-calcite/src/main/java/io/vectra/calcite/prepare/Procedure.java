package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.Names;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.util.NlsString;

/** What CALL can run; none names a file. */
enum Procedure {
  /** Gives a row for each damage. */
  VERIFY("VECTRA.VERIFY", "") {
    @Override
    PreparedSql prepare(Database database, String schema, SqlCall routine) {
      return new CallSql(
          FoundDamage.COLUMNS,
          control ->
              FoundDamage.rows(
                  database.polling(control::check).verify((file, done, total) -> control.check())));
    }
  },

  /** Merges the segments of a table into one. */
  COMPACT("VECTRA.COMPACT", "'table'") {
    @Override
    PreparedSql prepare(Database database, String schema, SqlCall routine) {
      String table = text(routine.operand(0));
      return new CommandSql(
          control -> {
            Names names = new Names(database.catalog(), schema);
            TableSchema found = names.tableNamed(table);
            if (found == null) {
              found = names.tableNamed(table.toUpperCase(Locale.ROOT)); // as SQL reads it
            }
            if (found == null) {
              found = names.table(new QualifiedName(schema, table)); // which tells that it is none
            }
            database.polling(control::check).compact(found.id());
          },
          false);
    }
  },

  /** Ends an operation of VECTRA.OPERATIONS. */
  CANCEL_OPERATION("VECTRA.CANCEL_OPERATION", "id") {
    @Override
    PreparedSql prepare(Database database, String schema, SqlCall routine) {
      long id = number(routine.operand(0));
      return new CommandSql(
          control -> {
            if (!database.cancelOperation(id)) {
              throw new VectraException(
                  ErrorCode.UNDEFINED_OBJECT,
                  "There is no operation " + id + " any more: see VECTRA.OPERATIONS.");
            }
          },
          false);
    }
  };

  private final String qualifiedName;
  private final String arguments;

  Procedure(String qualifiedName, String arguments) {
    this.qualifiedName = qualifiedName;
    this.arguments = arguments;
  }

  /** A call of it, with as many arguments as it takes. */
  abstract PreparedSql prepare(Database database, String schema, SqlCall routine);

  /**
   * What a CALL runs.
   *
   * @param schema of names that have none
   * @throws VectraException UNDEFINED_FUNCTION, listing the known ones
   */
  static PreparedSql prepare(SqlCall call, Database database, String schema) {
    SqlCall routine = call.operand(0);
    String name = name(routine);
    for (Procedure procedure : values()) {
      if (procedure.qualifiedName.equals(name)) {
        int wanted = procedure.arguments.isEmpty() ? 0 : 1;
        if (routine.operandCount() != wanted) {
          throw undefined(
              "Procedure "
                  + name
                  + " takes "
                  + (wanted == 0 ? "no arguments" : "one argument")
                  + ", "
                  + routine.operandCount()
                  + " are given");
        }
        return procedure.prepare(database, schema, routine);
      }
    }
    throw undefined("Procedure " + name + " does not exist");
  }

  private static String text(SqlNode argument) {
    if (argument instanceof SqlLiteral literal && literal.getValue() instanceof NlsString text) {
      return text.getValue();
    }
    throw undefined("The table has to be a text such as 'T' or 'S.T', not " + argument);
  }

  private static long number(SqlNode argument) {
    if (argument instanceof SqlNumericLiteral literal && literal.isInteger()) {
      return literal.longValue(true);
    }
    throw undefined("The operation has to be a number of VECTRA.OPERATIONS, not " + argument);
  }

  private static String name(SqlCall routine) {
    SqlIdentifier name =
        routine.getOperator() instanceof SqlFunction function ? function.getSqlIdentifier() : null;
    return name == null ? routine.getOperator().getName() : String.join(".", name.names);
  }

  private static VectraException undefined(String what) {
    String known =
        Arrays.stream(values())
            .map(procedure -> procedure.qualifiedName + "(" + procedure.arguments + ")")
            .collect(Collectors.joining(", "));
    return new VectraException(
        ErrorCode.UNDEFINED_FUNCTION, what + "; known ones are " + known + ".");
  }
}
