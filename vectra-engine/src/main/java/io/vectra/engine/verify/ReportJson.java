package io.vectra.engine.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** Reports as JSON documents; the names of their properties are stable. */
final class ReportJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReportJson() {}

  /** Writes properties into an open object. */
  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  static String of(VerifyReport report) {
    return object(
        out -> {
          out.writeStringField("database", report.database());
          out.writeStringField("databaseId", report.databaseId());
          out.writeNumberField("generation", report.generation());
          out.writeNumberField("lsn", report.lsn());
          out.writeBooleanField("closed", report.closed());
          out.writeNumberField("files", report.files());
          out.writeNumberField("bytes", report.bytes());
          out.writeNumberField("rows", report.rows());
          out.writeBooleanField("clean", report.isClean());
          out.writeNumberField("rowsLost", report.rowsLost());
          out.writeNumberField("deletionsLost", report.deletionsLost());
          findings(out, report.findings());
        });
  }

  static String of(RepairReport report) {
    return object(
        out -> {
          out.writeStringField("database", report.database());
          out.writeBooleanField("changed", report.changed());
          out.writeStringField("quarantine", report.quarantine());
          out.writeNumberField("generation", report.generation());
          out.writeNumberField("rowsLost", report.rowsLost());
          out.writeNumberField("deletionsLost", report.deletionsLost());
          texts(out, "lostCommits", report.lostCommits());
          texts(out, "actions", report.actions());
          findings(out, report.found());
        });
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static String object(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new VectraException(ErrorCode.INTERNAL, "Cannot write a report as JSON.", e);
    }
    return text.append('\n').toString();
  }

  private static void findings(JsonGenerator out, List<Finding> findings) throws IOException {
    out.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      out.writeStartObject();
      out.writeStringField("severity", finding.severity().name());
      out.writeStringField("kind", finding.kind().name());
      out.writeStringField("file", finding.file());
      out.writeNumberField("offset", finding.offset());
      out.writeNumberField("length", finding.length());
      out.writeStringField("what", finding.what());
      out.writeStringField("table", finding.table());
      out.writeNumberField("rows", finding.rows());
      out.writeNumberField("deletions", finding.deletions());
      out.writeBooleanField("derived", finding.derived());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
