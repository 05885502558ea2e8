package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BoundedInput;
import io.vectra.engine.format.ByteOutput;
import io.vectra.engine.format.RowCodec;
import io.vectra.engine.manifest.DefinitionsJson;
import io.vectra.engine.manifest.SchemaJson;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Log records as batch types and payloads.
 *
 * <pre>
 * COMMIT            tables (4), then for each: table id (4), schema version (4), rows (4), then for
 *                   each row: key length (4), key, 1 and the row, or 0 where it was deleted
 * CREATE_TABLE, CREATE_INDEX, ALTER_TABLE   the schema as JSON; a new table's with its indexes
 * DROP_TABLE, TRUNCATE_TABLE, DROP_INDEX    id (4)
 * DEFINE, RESERVE_SEQUENCE   what is defined then, as JSON
 * RESERVE_IDENTITY  table id (4), column id (4), end (8)
 * </pre>
 */
public final class LogRecordCodec {
  private static final byte COMMIT = 1;
  private static final byte CREATE_TABLE = 2;
  private static final byte DROP_TABLE = 3;
  private static final byte TRUNCATE_TABLE = 4;
  private static final byte CREATE_INDEX = 5;
  private static final byte DROP_INDEX = 6;
  private static final byte RESERVE_IDENTITY = 7;
  private static final byte ALTER_TABLE = 8;

  private static final byte DEFINE = 9;
  private static final byte RESERVE_SEQUENCE = 10;

  /** Bytes of the smallest row change: key length and the mark of a deletion. */
  private static final int MIN_ROW_BYTES = 5;

  private LogRecordCodec() {}

  /** The batch type of a record. */
  public static byte type(LogRecord record) {
    if (record instanceof LogRecord.Commit) {
      return COMMIT;
    }
    if (record instanceof LogRecord.CreateTable) {
      return CREATE_TABLE;
    }
    if (record instanceof LogRecord.AlterTable) {
      return ALTER_TABLE;
    }
    if (record instanceof LogRecord.DropTable) {
      return DROP_TABLE;
    }
    if (record instanceof LogRecord.TruncateTable) {
      return TRUNCATE_TABLE;
    }
    if (record instanceof LogRecord.CreateIndex) {
      return CREATE_INDEX;
    }
    if (record instanceof LogRecord.Define) {
      return DEFINE;
    }
    if (record instanceof LogRecord.ReserveSequence) {
      return RESERVE_SEQUENCE;
    }
    return record instanceof LogRecord.DropIndex ? DROP_INDEX : RESERVE_IDENTITY;
  }

  /** Writes the payload of a record; {@code schemas} gives the tables by id. */
  public static void encode(ByteOutput out, LogRecord record, IntFunction<TableSchema> schemas) {
    if (record instanceof LogRecord.Commit commit) {
      out.putInt(commit.changes().size());
      for (LogRecord.TableChange change : commit.changes()) {
        encode(out, change, schemas.apply(change.tableId()));
      }
    } else if (record instanceof LogRecord.CreateTable create) {
      out.putRaw(SchemaJson.toBytes(create.schema(), create.indexes()));
    } else if (record instanceof LogRecord.AlterTable alter) {
      out.putRaw(SchemaJson.toBytes(alter.schema(), alter.indexes()));
    } else if (record instanceof LogRecord.CreateIndex create) {
      out.putRaw(SchemaJson.toBytes(create.schema()));
    } else if (record instanceof LogRecord.DropTable drop) {
      out.putInt(drop.tableId());
    } else if (record instanceof LogRecord.TruncateTable truncate) {
      out.putInt(truncate.tableId());
    } else if (record instanceof LogRecord.DropIndex drop) {
      out.putInt(drop.indexId());
    } else if (record instanceof LogRecord.Define define) {
      out.putRaw(DefinitionsJson.toBytes(define.change()));
    } else if (record instanceof LogRecord.ReserveSequence reserve) {
      out.putRaw(DefinitionsJson.toBytes(reserve.after()));
    } else if (record instanceof LogRecord.ReserveIdentity reserve) {
      out.putInt(reserve.tableId());
      out.putInt(reserve.columnId());
      out.putLong(reserve.end());
    }
  }

  private static void encode(ByteOutput out, LogRecord.TableChange change, TableSchema schema) {
    out.putInt(change.tableId());
    out.putInt(change.schemaVersion());
    out.putInt(change.rows().size());
    for (LogRecord.RowChange row : change.rows()) {
      out.putInt(row.key().bytes().length);
      out.putRaw(row.key().bytes());
      if (row.row() == null) {
        out.putByte(0);
      } else {
        out.putByte(1);
        RowCodec.write(out, schema, row.row());
      }
      if (out.size() > Limits.MAX_BATCH_BYTES) {
        throw new VectraException(
            ErrorCode.LIMIT_EXCEEDED,
            "The transaction writes more than "
                + Limits.MAX_BATCH_BYTES
                + " bytes, the limit of one commit; write it in several. Nothing was written.");
      }
    }
  }

  /**
   * Reads a record.
   *
   * @param schemas the tables by id, null for an unknown one
   * @throws VectraException CORRUPTION when the payload is no such record
   */
  public static LogRecord decode(
      byte type, byte[] payload, IntFunction<@Nullable TableSchema> schemas) {
    BoundedInput in = new BoundedInput(payload, "log record of type " + type);
    return switch (type) {
      case COMMIT -> decodeCommit(in, schemas);
      case CREATE_TABLE ->
          new LogRecord.CreateTable(
              SchemaJson.tableFromBytes(payload, "the log"),
              SchemaJson.indexesFromBytes(payload, "the log"));
      case ALTER_TABLE ->
          new LogRecord.AlterTable(
              SchemaJson.tableFromBytes(payload, "the log"),
              SchemaJson.indexesFromBytes(payload, "the log"));
      case DROP_TABLE -> new LogRecord.DropTable(in.getInt());
      case TRUNCATE_TABLE -> new LogRecord.TruncateTable(in.getInt());
      case CREATE_INDEX -> new LogRecord.CreateIndex(SchemaJson.indexFromBytes(payload, "the log"));
      case DROP_INDEX -> new LogRecord.DropIndex(in.getInt());
      case RESERVE_IDENTITY ->
          new LogRecord.ReserveIdentity(in.getInt(), in.getInt(), in.getLong());
      case DEFINE -> new LogRecord.Define(DefinitionsJson.changeFromBytes(payload, "the log"));
      case RESERVE_SEQUENCE ->
          new LogRecord.ReserveSequence(DefinitionsJson.sequenceFromBytes(payload, "the log"));
      default -> throw damaged("has the unknown type " + type);
    };
  }

  private static LogRecord decodeCommit(
      BoundedInput in, IntFunction<@Nullable TableSchema> schemas) {
    int tables = count(in, 12);
    List<LogRecord.TableChange> changes = new ArrayList<>(tables);
    for (int i = 0; i < tables; i++) {
      int tableId = in.getInt();
      int version = in.getInt();
      TableSchema schema = schemas.apply(tableId);
      if (schema == null || schema.version() != version) {
        throw damaged("writes table " + tableId + " version " + version + ", which is unknown");
      }
      int rows = count(in, MIN_ROW_BYTES);
      List<LogRecord.RowChange> rowChanges = new ArrayList<>(rows);
      for (int j = 0; j < rows; j++) {
        rowChanges.add(decodeRow(in, schema));
      }
      changes.add(new LogRecord.TableChange(tableId, version, rowChanges));
    }
    return new LogRecord.Commit(changes);
  }

  private static LogRecord.RowChange decodeRow(BoundedInput in, TableSchema schema) {
    int keyLength = in.getInt();
    if (keyLength < 0 || keyLength > Limits.MAX_KEY_BYTES) {
      throw damaged("has a key of " + keyLength + " bytes");
    }
    RowKey key = new RowKey(in.getRaw(keyLength));
    return switch (in.getByte()) {
      case 0 -> new LogRecord.RowChange(key, null);
      case 1 -> new LogRecord.RowChange(key, RowCodec.read(in, schema));
      default -> throw damaged("marks a row as neither written nor deleted");
    };
  }

  private static int count(BoundedInput in, int bytesEach) {
    int count = in.getInt();
    if (count < 0 || (long) count * bytesEach > in.remaining()) {
      throw damaged("claims " + count + " parts in " + in.remaining() + " bytes");
    }
    return count;
  }

  private static VectraException damaged(String what) {
    return new VectraException(ErrorCode.CORRUPTION, "A record of the log " + what + ".");
  }
}
