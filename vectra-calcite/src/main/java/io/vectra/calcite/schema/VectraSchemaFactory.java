package io.vectra.calcite.schema;

import io.vectra.calcite.adapter.DatabaseSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.model.ModelHandler;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/**
 * Makes a database a schema of a stock Calcite connection, as its model says: operand {@code
 * directory}, relative to the file of the model, and {@code readOnly}, which is true without it.
 * Opens that directory alone, and makes no database where there is none.
 */
public final class VectraSchemaFactory implements SchemaFactory {
  private static final String DIRECTORY = "directory";
  private static final String READ_ONLY = "readOnly";
  private static final String BASE = ModelHandler.ExtraOperand.BASE_DIRECTORY.camelName;
  private static final Set<String> OPERANDS =
      Set.of(
          DIRECTORY,
          READ_ONLY,
          BASE,
          ModelHandler.ExtraOperand.MODEL_URI.camelName,
          ModelHandler.ExtraOperand.TABLES.camelName);

  /** Calcite makes one by the name of the class. */
  public VectraSchemaFactory() {}

  @Override
  public Schema create(SchemaPlus parent, String name, Map<String, Object> operand) {
    Set<String> unknown = new TreeSet<>(operand.keySet());
    unknown.removeAll(OPERANDS);
    if (!unknown.isEmpty()) {
      throw invalid(name, "operands " + unknown + " that do not exist");
    }
    if (!(operand.get(DIRECTORY) instanceof String directory)) {
      throw invalid(name, "no text as its directory");
    }
    return DatabaseSchema.open(
        resolved(name, directory, operand.get(BASE)), readOnly(name, operand));
  }

  private static Path resolved(String name, String directory, @Nullable Object base) {
    try {
      Path path = Path.of(directory);
      return base instanceof File file ? file.toPath().resolve(path) : path;
    } catch (InvalidPathException e) {
      throw invalid(name, "the directory '" + directory + "', which is no path");
    }
  }

  private static boolean readOnly(String name, Map<String, Object> operand) {
    Object value = operand.getOrDefault(READ_ONLY, true);
    return switch (String.valueOf(value)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, "readOnly " + value + ", which is neither true nor false");
    };
  }

  private static VectraException invalid(String name, String what) {
    return new VectraException(
        ErrorCode.INVALID_PARAMETER,
        "Schema "
            + name
            + " of the Calcite model has "
            + what
            + ": its operands are directory, a text, and readOnly, true or false.");
  }
}
